/** What the balance of an account was, in the column and in truth, after every update. */
import type { OperationRecord } from '../model.js';
import type { Chain } from './versions.js';

/** A withdrawal that paid out money which the account did not hold. */
export interface Overdraft {
  readonly operation: OperationRecord;
  /** The signed amount, below 0. */
  readonly by: number;
  /** The version it wrote; null when it wrote none. */
  readonly version: number | null;
  /** The true balance that it found. */
  readonly before: number;
}

/** An account replayed on its true balance: the starting balance, then each committed amount. */
export interface Replay {
  /** Withdrawals that took the true balance below zero, or found it there. */
  readonly violations: number;
  readonly first: Overdraft | null;
  /** The lowest true balance, that of the start included. */
  readonly lowest: number;
  /** The true balance at the end: what the account should hold. */
  readonly expected: number;
}

/**
 * Replays an account's committed operations in version order. Operations that reported success
 * and wrote nothing come last: their money was handed out too, at no version that says when.
 */
export function replay({ initial, updates, unwritten }: Chain): Replay {
  let balance = initial.balance;
  let lowest = balance;
  let violations = 0;
  let first: Overdraft | null = null;
  const apply = (operation: OperationRecord, by: number, version: number | null) => {
    const before = balance;
    balance += by;
    lowest = Math.min(lowest, balance);
    if (by >= 0 || balance >= 0) return;
    violations += 1;
    first ??= { operation, by, version, before };
  };
  for (const { operation, by, version } of updates) apply(operation, by, version);
  for (const { operation, by } of unwritten) apply(operation, by, null);
  return { violations, first, lowest, expected: balance };
}

/** What the column held, by version. */
export interface StoredBalances {
  /**
   * What the column held at a version, if every update wrote what its operation asked: the
   * balance at the version it builds on plus its amount, for absolute and relative writes alike.
   */
  at(version: number): number;
  /** The lowest balance in the column, those of the start and the end included. */
  readonly lowest: number;
  /**
   * The final balance minus what the updates it contains make it. Not 0: some update wrote
   * another amount than its operation asked, or something else changed the balance.
   */
  readonly unexplained: number;
}

export function storedBalances(chain: Chain): StoredBalances {
  const { initial, final, updates } = chain;
  const balances = new Float64Array(updates.length + 1);
  const at = (version: number): number => balances[version - initial.version] ?? Number.NaN;
  balances[0] = initial.balance;
  let lowest = Math.min(initial.balance, final.balance);
  for (const { version, basis, by } of updates) {
    const balance = at(basis) + by;
    balances[version - initial.version] = balance;
    lowest = Math.min(lowest, balance);
  }
  return { at, lowest, unexplained: final.balance - at(final.version) };
}
