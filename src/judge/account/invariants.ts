/** What the balances of accounts were, in the column and in truth, after every update. */
import type { OperationRecord } from '../../model.js';
import { inOrder } from './order.js';
import type { Chain } from './versions.js';
import type { Effect } from './updates.js';

/** A withdrawal that paid out money which was not there. */
export interface Overdraft {
  readonly operation: OperationRecord;
  readonly account: number;
  /** The signed amount, below 0. */
  readonly by: number;
  /** The version it wrote; null when it wrote none. */
  readonly version: number | null;
  /** The true balance that it found; of several accounts their sum. */
  readonly before: number;
}

/** Accounts replayed on their true balance: the starting balance, then each committed amount. */
export interface BalanceReplay {
  /** Withdrawals that took the true balance below zero, or found it there. */
  readonly violations: number;
  readonly first: Overdraft | null;
  /** The lowest true balance, that of the start included. */
  readonly lowest: number;
  /** The lowest balance in the column, those of the start and the end included. */
  readonly lowestStored: number;
}

/** An account, with what its column held. */
interface Ledger {
  readonly chain: Chain;
  readonly stored: StoredBalances;
}

/**
 * Replays what was committed on accounts that share a limit, or on a single one; of several, all
 * balances are sums. Operations that reported success and wrote nothing come last: their money
 * was handed out too, at no version that says when.
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

/** What an account should hold: its starting balance, and all that was committed. */
export function expectedBalance({ initial, updates, unwritten }: Chain): number {
  let balance = initial.balance;
  for (const { by } of updates) balance += by;
  for (const { by } of unwritten) balance += by;
  return balance;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** What the column held, by version. */
export interface StoredBalances {
  /**
   * What the column held at a version, if every update wrote what its operation asked: the
   * balance at the version it builds on plus its amount, for absolute and relative writes alike.
   */
  at(version: number): number;
  /**
   * The final balance minus what the updates it contains make it. Not 0: some update wrote
   * another amount than its operation asked, or something else changed the balance.
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
