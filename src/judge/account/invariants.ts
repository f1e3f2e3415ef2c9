/** The balances of accounts after every update: those in the column, and the true ones. */
import type { OperationRecord } from '../../model.js';
import { inOrder } from './order.js';
import type { Chain } from './versions.js';
import type { Effect } from './updates.js';

/** A withdrawal that paid out money that was not there. */
export interface Overdraft {
  readonly operation: OperationRecord;
  readonly account: number;
  /** The signed amount, below 0. */
  readonly by: number;
  /** The version it wrote; null when it wrote none. */
  readonly version: number | null;
  /** The true balance before it; for several accounts, their sum. */
  readonly before: number;
}

/** Accounts replayed on their true balance: the starting balance, then each committed amount. */
export interface BalanceReplay {
  /** Withdrawals that took the true balance below zero, or found it there. */
  readonly violations: number;
  readonly first: Overdraft | null;
  /** The lowest true balance, including the start. */
  readonly lowest: number;
  /** The lowest balance in the column, including the start and the end. */
  readonly lowestStored: number;
}

/** An account, with the balances in its column. */
interface Ledger {
  readonly chain: Chain;
  readonly stored: StoredBalances;
}

/**
 * Replays the committed operations on one account, or on several that share a limit; then all
 * balances are sums. Operations that reported success but wrote nothing come last: they paid out
 * money too, but no version shows when.
 */
export function replayBalances(ledgers: readonly Ledger[]): BalanceReplay {
  const chains = ledgers.map(({ chain }) => chain);
  const columns = new Map(ledgers.map(({ chain, stored }) => [chain.account, stored]));
  let balance = sum(chains.map(({ initial }) => initial.balance));
  let column = balance;
  let lowest = balance;
  let lowestStored = Math.min(column, sum(chains.map(({ final }) => final.balance)));
  let violations = 0;
  let first: Overdraft | null = null;
  const apply = ({ operation, by }: Effect, account: number, version: number | null) => {
    const before = balance;
    balance += by;
    lowest = Math.min(lowest, balance);
    if (by >= 0 || balance >= 0) return;
    violations += 1;
    first ??= { operation, account, by, version, before };
  };
  for (const step of inOrder(chains)) {
    const { account, version, complete } = step;
    const stored = columns.get(account);
    if (stored !== undefined) column += stored.at(version) - stored.at(version - 1);
    if (complete) lowestStored = Math.min(lowestStored, column);
    apply(step, account, version);
  }
  for (const { account, unwritten } of chains) {
    for (const effect of unwritten) apply(effect, account, null);
  }
  return { violations, first, lowest, lowestStored };
}

/** The expected balance of an account: its starting balance plus all committed amounts. */
export function expectedBalance({ initial, updates, unwritten }: Chain): number {
  let balance = initial.balance;
  for (const { by } of updates) balance += by;
  for (const { by } of unwritten) balance += by;
  return balance;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The balances in the column, by version. */
export interface StoredBalances {
  /**
   * The balance in the column at a version, if every update wrote the requested amount: the balance
   * at the version that it builds on plus its amount. This is the same for absolute and relative
   * writes.
   */
  at(version: number): number;
  /**
   * The final balance minus the sum of the updates that it contains. Not 0: some update wrote a
   * different amount from the one requested, or something else changed the balance.
   */
  readonly unexplained: number;
}

export function storedBalances(chain: Chain): StoredBalances {
  const { initial, final, updates } = chain;
  const balances = new Float64Array(updates.last - initial.version + 1);
  const at = (version: number): number => balances[version - initial.version] ?? Number.NaN;
  balances[0] = initial.balance;
  for (const { version, basis, by } of updates) {
    balances[version - initial.version] = at(basis) + by;
  }
  return { at, unexplained: final.balance - at(final.version) };
}
