/** Operations, and the decisions on them. */
import type { Account } from './account.js';

/** The change that an operation makes to one account: a signed amount. */
export interface Change {
  readonly account: number;
  readonly by: number;
}

/** A change, decided on the rows that were read: the amount, and the new balance. */
export interface DecidedChange<A extends Account = Account> {
  /** The account as it was read. */
  readonly account: A;
  readonly by: number;
  /** `account.balance + by`: what an absolute write stores. */
  readonly balance: number;
}

/** A rule to check before an operation: these accounts together must hold at least this much. */
export interface Requirement {
  readonly accounts: readonly number[];
  readonly atLeast: number;
}

export type Decision<A extends Account = Account> =
  | { readonly refused: true }
  | { readonly refused: false; readonly changes: readonly DecidedChange<A>[] };

/** One business action of one worker, such as withdrawing 10 from account 1. */
export interface Operation {
  readonly kind: 'withdraw' | 'deposit' | 'transfer';
  /** Accounts to read before deciding, in the order in which the operation names them. */
  readonly accounts: readonly number[];
  /** What it changes unless it is refused. Known without reading. */
  readonly changes: readonly Change[];
  /** The operation is refused if this does not hold; null: it is never refused. */
  readonly requires: Requirement | null;
  /**
   * Whether the operation only warms up a worker before a race. It uses the worker's own accounts,
   * with ids below 1, and an amount of 1, and is not counted. The engine sets this for each
   * attempt; a value from a scenario is ignored.
   */
  readonly isWarmUp?: boolean;
  /**
   * Pure: decides from the accounts as read whether to refuse, or else what to write to those that
   * change.
   */
  decide<A extends Account>(accounts: readonly A[]): Decision<A>;
}
