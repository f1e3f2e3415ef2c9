/**
 * Sentences about write skew: what each operation read and wrote, and the sum that followed. The
 * anomaly is A5B of Berenson et al., "A Critique of ANSI SQL Isolation Levels" (1995).
 */
import type { OperationRecord } from '../../model.js';
import { count } from '../../text/numbers.js';
import { isShared, type LimitFindings } from './findings.js';
import type { Overdraft } from './invariants.js';
import type { Naming } from './naming.js';
import { inOrder, type UpdateInOrder } from './order.js';
import { accountsOf, type Proof, type VersionWrite } from './proof.js';
import { distinct, keyOf, readOf } from './operations.js';
import { capitalized, deed, listed } from '../../text/words.js';

/** Proves the first withdrawal that broke a limit of several accounts without a lost update. */
export function proveWriteSkew(limits: readonly LimitFindings[], naming: Naming): Proof | null {
  const limit = limits.find((each) => isShared(each) && each.truth.first !== null);
  const first = limit?.truth.first ?? null;
  const account = limit?.accounts.find(({ chain }) => chain.account === first?.account);
  // Without a lost update, every withdrawal wrote a version.
  if (limit === undefined || account === undefined || first === null) return null;
  if (first.version === null) return null;
  const { operation, before, by, version } = first;
  const unseen = updatesUnseen(limit, first);
  const other = unseen.findLast((update) => update.account !== first.account) ?? unseen.at(-1);
  const became = `became ${count(before + by)}`;
  return {
    kind: 'write skew',
    account,
    sentences: [
      ...(other === undefined ? [] : [`${part(limit, other, naming)}.`]),
      `${part(limit, { ...first, version }, naming, other?.operation)}${apart(first, other)}.`,
      ...(unseen.length > 1
        ? [
            `In all, ${count(unseen.length)} updates of ${accountsOf(limit)} came ${meanwhile(limit, first)}.`,
          ]
        : []),
      `The sum of ${accountsOf(limit)} was ${count(before)} by then, and ${became}.`,
    ],
    operations: distinct([...(other === undefined ? [] : [other.operation]), operation]),
    wrong: {
      writes: withdrawnUntil(limit, first),
      phrase: `takes the sum to ${count(before + by)}`,
    },
  };
}

/**
 * The writes of the operations that withdrew under a limit until it broke. Operations may end in a
 * different order from their writes, so any of these may have been the last in time.
 */
function withdrawnUntil(
  { accounts }: LimitFindings,
  { operation }: Overdraft,
): readonly VersionWrite[] {
  const order = [...inOrder(accounts.map(({ chain }) => chain))];
  const last = order.findLastIndex((update) => keyOf(update.operation) === keyOf(operation));
  const until = order.slice(0, last + 1);
  // The last update of an operation carries its whole amount.
  const takes = new Set(until.filter(({ by }) => by < 0).map((update) => keyOf(update.operation)));
  return until.filter((update) => takes.has(keyOf(update.operation)));
}

/**
 * The updates that took effect before a withdrawal, but that the withdrawal had not seen: versions
 * after the one that it read. For an account without a recorded read: updates that came while the
 * withdrawal was running.
 */
function updatesUnseen(
  { accounts }: LimitFindings,
  { operation }: Overdraft,
): readonly UpdateInOrder[] {
  const order = [...inOrder(accounts.map(({ chain }) => chain))];
  const place = order.findIndex((update) => keyOf(update.operation) === keyOf(operation));
  return order.slice(0, place).filter((update) => {
    const read = readOf(operation, update.account);
    if (read === undefined) return update.operation.endedAt > operation.startedAt;
    return update.version > read.version;
  });
}

/** What one operation did: `A read version 0 of account 1 (balance 5) and withdrew 10 from …` */
function part(
  { accounts }: LimitFindings,
  {
    operation,
    account,
    by,
    version,
  }: Pick<UpdateInOrder, 'operation' | 'account' | 'by' | 'version'>,
  naming: Naming,
  before?: OperationRecord,
): string {
  const reads = (who: OperationRecord) =>
    accounts.flatMap(({ chain }) => readOf(who, chain.account) ?? []);
  const versions = (who: OperationRecord) => reads(who).map(({ id, version: v }) => `${id}:${v}`);
  const rows = reads(operation).map(
    ({ id, version: read, balance }) =>
      `version ${read} of account ${id} (balance ${count(balance)})`,
  );
  const whole = rows.length === accounts.length;
  const sum = reads(operation).reduce((all, { balance }) => all + balance, 0);
  const same = before !== undefined && versions(before).join() === versions(operation).join();
  const read = same ? 'the same' : `${listed(rows)}${whole ? `, ${count(sum)} in all,` : ''}`;
  const look = rows.length === 0 ? '' : `read ${read} and `;
  const where = `${by < 0 ? 'from' : 'into'} account ${account} (version ${version})`;
  return `${capitalized(naming.operation(operation))} ${look}${deed(by)} ${where}`;
}

/** When the unseen updates came. */
const meanwhile = ({ accounts }: LimitFindings, { operation }: Overdraft): string =>
  accounts.some(({ chain }) => readOf(operation, chain.account) !== undefined)
    ? 'between its read and its write'
    : 'while it was running';

/** Why neither write failed or waited. */
const apart = ({ account }: Overdraft, other: UpdateInOrder | undefined): string =>
  other === undefined || other.account === account
    ? ''
    : ': they wrote different accounts, so neither write blocked the other';
