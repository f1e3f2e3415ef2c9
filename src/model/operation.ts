/** What a worker wants done, and what was decided. */
import type { Account } from './account.js';

/** What an operation wants to happen to one account: a signed amount. */
export interface Change {
  readonly account: number;
  readonly by: number;
}

/** A change that was decided on rows that were read: what to add, and what that makes. */
export interface DecidedChange<A extends Account = Account> {
  /** The account as it was read. */
  readonly account: A;
  readonly by: number;
  /** `account.balance + by`: what an absolute write stores. */
  readonly balance: number;
}

/** A rule to be checked before an operation: these accounts must hold so much in all. */
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
  /** What it will do unless it is refused; known without reading. */
  readonly changes: readonly Change[];
  /** Without it, it is refused; null: it never is. */
  readonly requires: Requirement | null;
  /**
   * Whether it only warms up a worker before a race: on accounts of the worker's own, whose ids are
   * below 1, with an amount of 1, and counted nowhere. Set for each attempt; what a scenario says
   * is not looked at.
   */
  readonly isWarmUp?: boolean;
  /** Pure: says whether the accounts, as read, allow it, and what to write: those of them that it changes. */
  decide<A extends Account>(accounts: readonly A[]): Decision<A>;
}
