/** The record of a race, complete enough to be judged without a database. */
import type { Account } from './account.js';
import type { Change, Operation } from './operation.js';
import type { Limit } from './scenario.js';
import type { Write } from './strategy.js';

/** An account's state at one moment. */
export type AccountState = Account;

/**
 * Why an attempt was retried: an SQLSTATE, or `conflict` for an optimistic write that matched no
 * row.
 */
export type RetryCause = string;

export type Outcome =
  | {
      readonly kind: 'committed';
      /**
       * The rows that its last attempt decided on; empty for a strategy that does not read first.
       */
      readonly reads: readonly Account[];
      /** Null when the strategy did not say. */
      readonly writes: readonly Write[] | null;
    }
  | { readonly kind: 'refused'; readonly reads: readonly Account[] }
  | {
      readonly kind: 'failed';
      /**
       * An SQLSTATE; `conflict`; `connection` if the session was lost before the commit; or `time
       * limit` if the operation still waited for a lock when the round was cut short.
       */
      readonly cause: string;
      /** The database's message. Reports show that of the first failure of each cause. */
      readonly message: string;
    }
  | { readonly kind: 'indeterminate'; readonly reads: readonly Account[] };

/** One operation as it was carried out. Times are milliseconds since the start of the race. */
export interface OperationRecord {
  /** Worker number, from 1. */
  readonly worker: number;
  /** Position within the worker's operations, from 1. */
  readonly sequence: number;
  readonly kind: Operation['kind'];
  readonly changes: readonly Change[];
  readonly startedAt: number;
  readonly endedAt: number;
  /**
   * The time in which the operation worked, to find overlaps: from its start, or from when it got a
   * session that it waited for, until it returned its last session.
   */
  readonly activeFrom: number;
  readonly activeUntil: number;
  /** The cause of each retry, in order; its length is the number of retries. */
  readonly retries: readonly RetryCause[];
  readonly outcome: Outcome;
}

/** Operations in the order in which they were recorded. An array is one implementation. */
export interface Operations<Kept extends OperationRecord = OperationRecord> extends Iterable<Kept> {
  readonly length: number;
  /** Undefined for an index out of range. Each call may return a different object. */
  at(index: number): Kept | undefined;
}

/** What one strategy did in one round, complete enough to be judged without a database. */
export interface History {
  readonly strategy: string;
  /**
   * The strategy's name or file for the command line; absent if the command line cannot name it.
   */
  readonly reference?: string | undefined;
  readonly scenario: string;
  /** From 1. */
  readonly round: number;
  readonly workers: number;
  /** Operating-system processes that they were spread over, in blocks of their numbers. */
  readonly processes: number;
  readonly initial: readonly AccountState[];
  /** Accounts whose sum must never go below zero. */
  readonly limits: readonly Limit[];
  /** Null when the server could no longer answer. */
  readonly final: readonly AccountState[] | null;
  readonly operations: Operations;
  /** From the common start to the last outcome, in milliseconds. */
  readonly durationMs: number;
  /** True when the time limit ended the round before its work was done. */
  readonly cutShort: boolean;
}
