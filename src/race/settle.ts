import type { AccountState, OperationRecord, Operations, Write } from '../model.js';
import { plainRecord } from './operation-log.js';
import type { RawRecord, ObservedWrite } from './raw-record.js';

/**
 * Settles commits whose reply was lost, from the accounts in the database. The versions of an account have no
 * gaps, and exactly one committed transaction wrote each of them. So the version that an operation wrote is in
 * the database, or another operation wrote the same version, or the outcome stays unknown.
 *
 * In doubt an operation stays indeterminate. It counts as committed only if it saw a version of every account
 * that it changes, no other operation can have written these versions, and their basis is known. If any committed
 * operation does not say what it wrote, nothing is settled, because every version may be its own.
 */
export function settle(
  kept: Operations<RawRecord>,
  initial: readonly AccountState[],
  final: readonly AccountState[],
): Operations {
  if (!hasIndeterminate(kept)) return kept;
  const records = [...kept];
  if (records.some(leavesOpen)) return kept;
  const open = records.filter(isIndeterminate);
  const unclaimed = unclaimedVersions(records, initial, final);
  return records.map((record) => settleOne(record, open, unclaimed));
}

/** Whether there is an operation for which it is unknown whether it committed. */
export function hasIndeterminate(records: Operations): boolean {
  for (const record of records) if (isIndeterminate(record)) return true;
  return false;
}

const isIndeterminate = ({ outcome }: OperationRecord): boolean => outcome.kind === 'indeterminate';

const leavesOpen = ({ outcome }: RawRecord): boolean =>
  outcome.kind === 'committed' && outcome.writes === null;

function settleOne(
  record: RawRecord,
  open: readonly RawRecord[],
  unclaimed: ReadonlySet<string>,
): OperationRecord {
  const { outcome, seen } = record;
  if (outcome.kind !== 'indeterminate') return record;
  const lacking = seen.some((write) => !unclaimed.has(keyOf(write)));
  if (lacking || unclaimed.size === 0) {
    const message = 'the connection was lost; the database shows that it did not commit';
    return { ...plainRecord(record), outcome: { kind: 'failed', cause: 'connection', message } };
  }
  const rivals = open.filter((other) => other !== record && mayHaveWritten(other, seen));
  const writes = seen.map((write) => withBasis(write, record));
  const partial = record.changes.some(({ account }) => !seen.some((it) => it.account === account));
  if (partial || rivals.length > 0 || writes.includes(null)) return record;
  const known = writes.filter((write) => write !== null);
  const settled = { kind: 'committed', reads: outcome.reads, writes: known } as const;
  return { ...plainRecord(record), outcome: settled };
}

function mayHaveWritten(other: RawRecord, seen: readonly ObservedWrite[]): boolean {
  if (other.seen.length === 0) return true;
  return other.seen.some((write) => seen.some((mine) => keyOf(mine) === keyOf(write)));
}

/** The attempt returned no basis. It is still known when an absolute and a relative write would have the same one. */
function withBasis({ account, version }: ObservedWrite, { outcome }: RawRecord): Write | null {
  const reads = outcome.kind === 'indeterminate' ? outcome.reads : [];
  const read = reads.find(({ id }) => id === account);
  if (read && read.version !== version - 1) return null;
  return { account, version, basis: version - 1 };
}

function unclaimedVersions(
  records: readonly RawRecord[],
  initial: readonly AccountState[],
  final: readonly AccountState[],
): Set<string> {
  const first = new Map(initial.map(({ id, version }) => [id, version]));
  const versions = new Set<string>();
  for (const { id, version: last } of final) {
    for (let version = (first.get(id) ?? 0) + 1; version <= last; version += 1) {
      versions.add(keyOf({ account: id, version }));
    }
  }
  for (const { outcome } of records) {
    if (outcome.kind !== 'committed') continue;
    for (const write of outcome.writes ?? []) versions.delete(keyOf(write));
  }
  return versions;
}

function keyOf({ account, version }: ObservedWrite): string {
  return `${account}:${version}`;
}
