/**
 * Which committed operation wrote which version of an account. Versions are the order in which
 * writes took effect, and unique, so a history can be checked against them without guessing:
 * the *recoverability* and *traceability* of Kingsbury and Alvaro, "Elle: Inferring Isolation
 * Anomalies from Experimental Observations" (VLDB 2020), section 4.
 */
import type { AccountState, History, OperationRecord } from '../model.js';
import type { Naming } from './naming.js';
import { capitalized } from './words.js';

/** What a committed operation did to one account. */
export interface Effect {
  readonly operation: OperationRecord;
  /**
   * The signed amount. Where one operation writes an account more than once, its last write
   * carries the amount and those before it carry 0.
   */
  readonly by: number;
}

/** An effect that produced a version. */
export interface Update extends Effect {
  readonly version: number;
  /** The version this update builds on; always below its own. */
  readonly basis: number;
}

/** One account, and everything that was done to it. */
export interface Chain {
  readonly account: number;
  readonly initial: AccountState;
  readonly final: AccountState;
  /** One for each version after the initial one up to the final one, in order, without a gap. */
  readonly updates: readonly Update[];
  /** Effects that were reported as committed although no version of the account holds them. */
  readonly unwritten: readonly Effect[];
}

/** A history that cannot be true: the operations and the versions tell different stories. */
export interface Contradiction {
  readonly kind: 'contradiction';
  /** One example, as a sentence. */
  readonly example: string;
  /** The version that no operation wrote, when that is the contradiction. */
  readonly missing: { readonly account: number; readonly version: number } | null;
}

export type Versions =
  { readonly kind: 'complete'; readonly chains: readonly Chain[] } | Contradiction;

/** The update that produced a version; undefined for the initial version. */
export const updateAt = ({ initial, updates }: Chain, version: number): Update | undefined =>
  updates[version - initial.version - 1];

/**
 * Orders the committed operations of a round by the versions they wrote, account by account.
 * @param history of a strategy that says what it wrote
 * @param final the accounts after the race, in any order
 * @param naming for what contradicts itself
 */
export function traceVersions(
  history: History,
  final: readonly AccountState[],
  naming: Naming,
): Versions {
  const last = new Map(final.map((state) => [state.id, state]));
  const drafts = new Map(
    history.initial.map((state) => [state.id, draftOf(state, last.get(state.id))]),
  );
  for (const operation of history.operations) {
    const stray = collect(operation, drafts, naming);
    if (stray !== null) return contradiction(stray);
  }
  const chains: Chain[] = [];
  for (const { account, initial, final: end, updates, unwritten } of drafts.values()) {
    if (end === undefined)
      return contradiction(`account ${account} is missing from the final state.`);
    updates.sort((a, b) => a.version - b.version);
    const chain: Chain = { account, initial, final: end, updates, unwritten };
    const found = findGap(chain, naming) ?? findBadBasis(chain, naming);
    if (found !== null) return found;
    chains.push(chain);
  }
  return { kind: 'complete', chains };
}

interface Draft {
  readonly account: number;
  readonly initial: AccountState;
  readonly final: AccountState | undefined;
  readonly updates: Update[];
  readonly unwritten: Effect[];
}

function draftOf(initial: AccountState, final: AccountState | undefined): Draft {
  return { account: initial.id, initial, final, updates: [], unwritten: [] };
}

/** Enters an operation's effects; returns what is wrong when they concern an unknown account. */
function collect(
  operation: OperationRecord,
  drafts: ReadonlyMap<number, Draft>,
  naming: Naming,
): string | null {
  if (operation.outcome.kind !== 'committed') return null;
  const { writes } = operation.outcome;
  if (writes === null) return `${naming.operation(operation)} did not say what it wrote.`;
  const stray = (account: number) =>
    `${naming.operation(operation)} changed account ${account}, which is not among those of the race.`;
  for (const { account, version, basis } of writes) {
    const draft = drafts.get(account);
    if (draft === undefined) return stray(account);
    const last = writes.every((other) => other.account !== account || other.version <= version);
    draft.updates.push({ operation, version, basis, by: last ? changeOf(operation, account) : 0 });
  }
  for (const { account, by } of operation.changes) {
    if (writes.some((write) => write.account === account)) continue;
    const draft = drafts.get(account);
    if (draft === undefined) return stray(account);
    draft.unwritten.push({ operation, by });
  }
  return null;
}

function changeOf({ changes }: OperationRecord, account: number): number {
  let sum = 0;
  for (const change of changes) if (change.account === account) sum += change.by;
  return sum;
}

/** Finds a version that is claimed by no operation, by two, or that the account never had. */
function findGap(
  { account, initial, final, updates }: Chain,
  naming: Naming,
): Contradiction | null {
  let previous: Update | undefined;
  let due = initial.version + 1;
  for (const update of updates) {
    const { version, operation } = update;
    if (previous?.version === version) {
      const both = `${naming.operation(previous.operation)} and ${naming.operation(operation)}`;
      return contradiction(`version ${version} of account ${account} is claimed by ${both}.`);
    }
    if (!(version > initial.version && version <= final.version)) {
      const report = `${naming.operation(operation)} reported version ${version} of account ${account}`;
      const span = `which went from version ${initial.version} to ${final.version}`;
      return contradiction(`${report}, ${span}.`);
    }
    if (version !== due) return unclaimed(account, due);
    previous = update;
    due += 1;
  }
  return due <= final.version ? unclaimed(account, due) : null;
}

function findBadBasis({ account, initial, updates }: Chain, naming: Naming): Contradiction | null {
  const bad = updates.find(({ basis, version }) => !(basis >= initial.version && basis < version));
  if (bad === undefined) return null;
  const built = `version ${bad.version} of account ${account} as built on version ${bad.basis}`;
  return contradiction(`${naming.operation(bad.operation)} reported ${built}.`);
}

function unclaimed(account: number, version: number): Contradiction {
  const example =
    `Version ${version} of account ${account} was written by no operation that reported ` +
    'success: the strategy does not report all that it writes, or something else writes to ' +
    'this schema.';
  return { kind: 'contradiction', example, missing: { account, version } };
}

const contradiction = (example: string): Contradiction => ({
  kind: 'contradiction',
  example: capitalized(example),
  missing: null,
});
