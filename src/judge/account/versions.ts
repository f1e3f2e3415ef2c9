/**
 * Finds the committed operation that wrote each version of an account. Versions are unique and are
 * the order in which writes took effect, so a history can be checked against them without guessing.
 * These are the *recoverability* and *traceability* of Kingsbury and Alvaro, "Elle: Inferring
 * Isolation Anomalies from Experimental Observations" (VLDB 2020), section 4.
 */
import type { AccountState, Change, History, OperationRecord, Operations } from '../../model.js';
import type { Naming } from './naming.js';
import { Updates, type Effect, type Update } from './updates.js';
import { capitalized } from '../../text/words.js';

/** One account, with all its updates. */
export interface Chain {
  readonly account: number;
  readonly initial: AccountState;
  readonly final: AccountState;
  /** One for each version after the initial one up to the final one, in order, without a gap. */
  readonly updates: Updates;
  /** Effects that were reported as committed, but wrote no version of the account. */
  readonly unwritten: readonly Effect[];
}

/** A history that contradicts itself: the reported operations do not match the versions. */
export interface Contradiction {
  readonly kind: 'contradiction';
  /** One example, as a sentence. */
  readonly example: string;
  /** The version that no operation wrote; null for another contradiction. */
  readonly missing: { readonly account: number; readonly version: number } | null;
}

export type Versions =
  { readonly kind: 'complete'; readonly chains: readonly Chain[] } | Contradiction;

/**
 * Orders the committed operations of a round by the versions they wrote, account by account.
 * @param history the history of a strategy that reports its writes
 * @param final the accounts after the race, in any order
 * @param naming how a contradiction names operations
 */
export function traceVersions(
  history: History,
  final: readonly AccountState[],
  naming: Naming,
): Versions {
  const last = new Map(final.map((state) => [state.id, state]));
  const { operations } = history;
  const writes = countWrites(operations);
  const drafts = new Map(
    history.initial.map((state) => {
      const end = last.get(state.id);
      // With fewer writes than versions, a gap shows among the first `writes` versions.
      const most = Math.min(writes, Math.max(0, (end?.version ?? 0) - state.version));
      const updates = new Updates(operations, state.version, most);
      return [state.id, draftOf(state, end, updates)];
    }),
  );
  let place = 0;
  for (const operation of operations) {
    const stray = enter(operation, place, drafts, naming);
    if (stray !== null) return contradiction(stray);
    place += 1;
  }
  const chains: Chain[] = [];
  for (const { account, initial, final: end, updates, misfits, unwritten } of drafts.values()) {
    if (end === undefined)
      return contradiction(`account ${account} is missing from the final state.`);
    const chain: Chain = { account, initial, final: end, updates, unwritten };
    const found = findGap(chain, misfits, naming) ?? findBadBasis(chain, naming);
    if (found !== null) return found;
    chains.push(chain);
  }
  return { kind: 'complete', chains };
}

interface ChainDraft {
  readonly account: number;
  readonly initial: AccountState;
  readonly final: AccountState | undefined;
  readonly updates: Updates;
  /** Updates with a version that the account does not have, or that another update already has. */
  readonly misfits: Update[];
  readonly unwritten: Effect[];
}

function countWrites(operations: Operations): number {
  let count = 0;
  for (const { outcome } of operations) {
    if (outcome.kind === 'committed') count += outcome.writes?.length ?? 0;
  }
  return count;
}

function draftOf(
  initial: AccountState,
  final: AccountState | undefined,
  updates: Updates,
): ChainDraft {
  return { account: initial.id, initial, final, updates, misfits: [], unwritten: [] };
}

/** Enters an operation's effects; returns an error if they concern an unknown account. */
function enter(
  operation: OperationRecord,
  place: number,
  drafts: ReadonlyMap<number, ChainDraft>,
  naming: Naming,
): string | null {
  const { outcome, changes } = operation;
  if (outcome.kind !== 'committed') return null;
  const { writes } = outcome;
  if (writes === null) return `${naming.operation(operation)} did not say what it wrote.`;
  const stray = (account: number) =>
    `${naming.operation(operation)} changed account ${account}, which is not among those of the race.`;
  for (const { account, version, basis } of writes) {
    const draft = drafts.get(account);
    if (draft === undefined) return stray(account);
    const isLast = writes.every((other) => other.account !== account || other.version <= version);
    const by = isLast ? changeOf(changes, account) : 0;
    if (!draft.updates.enter(place, version, basis, by)) {
      draft.misfits.push({ operation, version, basis, by });
    }
  }
  for (const { account, by } of changes) {
    if (writes.some((write) => write.account === account)) continue;
    const draft = drafts.get(account);
    if (draft === undefined) return stray(account);
    draft.unwritten.push({ operation, by });
  }
  return null;
}

function changeOf(changes: readonly Change[], account: number): number {
  let sum = 0;
  for (const change of changes) if (change.account === account) sum += change.by;
  return sum;
}

/**
 * Finds a version that no operation wrote, that two operations claim, or that the account never
 * had.
 */
function findGap(
  { account, initial, final, updates }: Chain,
  misfits: readonly Update[],
  naming: Naming,
): Contradiction | null {
  const missing = updates.firstMissing(final.version);
  const misfit = misfits.toSorted((a, b) => a.version - b.version)[0];
  if (misfit === undefined) return missing === null ? null : unclaimed(account, missing);
  const { version, operation } = misfit;
  // Reports the error with the lowest version; missing versions at the end come last.
  const isOutside = !(version > initial.version && version <= final.version);
  if (missing !== null && missing < version && !(isOutside && missing > updates.last)) {
    return unclaimed(account, missing);
  }
  const holder = updates.at(version);
  if (holder !== undefined) {
    const both = `${naming.operation(holder.operation)} and ${naming.operation(operation)}`;
    return contradiction(`version ${version} of account ${account} is claimed by ${both}.`);
  }
  const report = `${naming.operation(operation)} reported version ${version} of account ${account}`;
  const span = `which went from version ${initial.version} to ${final.version}`;
  return contradiction(`${report}, ${span}.`);
}

function findBadBasis({ account, initial, updates }: Chain, naming: Naming): Contradiction | null {
  for (const { basis, version, operation } of updates) {
    if (basis >= initial.version && basis < version) continue;
    const built = `version ${version} of account ${account} as built on version ${basis}`;
    return contradiction(`${naming.operation(operation)} reported ${built}.`);
  }
  return null;
}

function unclaimed(account: number, version: number): Contradiction {
  const example =
    `No operation that reported success wrote version ${version} of account ${account}: the ` +
    'strategy does not report all its writes, or something else writes to this schema.';
  return { kind: 'contradiction', example, missing: { account, version } };
}

const contradiction = (example: string): Contradiction => ({
  kind: 'contradiction',
  example: capitalized(example),
  missing: null,
});
