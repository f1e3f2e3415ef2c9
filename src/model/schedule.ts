/** Schedules: the order in which workers' statements are released, and the result of each. */
import type { AccountState, OperationRecord } from './history.js';
import type { Verdict, Witness } from './result.js';

/**
 * Worker numbers, from 1, in the order in which their statements are released. As text, it is
 * written in letters, `A` for worker 1: `ABAB`.
 */
export type Schedule = readonly number[];

/** What a worker does when it is released. */
export type Action =
  | { readonly kind: 'statement'; readonly sql: string; readonly parameters: readonly unknown[] }
  /** Taking a lock of the application, such as that of the `mutex` strategy. */
  | { readonly kind: 'lock'; readonly name: string };

/** A row that a statement returned. */
export type Row = Readonly<Record<string, unknown>>;

/** What the server answered. */
export type Reply =
  | {
      readonly kind: 'returned';
      readonly rows: readonly Row[];
      /** Rows selected or affected. */
      readonly count: number;
      /** The server's command tag, such as `UPDATE`; a COMMIT can be answered with `ROLLBACK`. */
      readonly command: string;
    }
  | {
      readonly kind: 'failed';
      readonly sqlstate: string;
      readonly message: string;
      /** For a deadlock: workers, each of which waited for the next, and the last for the first. */
      readonly cycle: readonly number[] | null;
    };

/** How an attempt ended; `retry` is followed by another one. */
export type AttemptVerdict = 'committed' | 'refused' | 'failed' | 'retry';

/** What happened after a worker was released: to that worker, and to workers that waited for it. */
export type ScheduleEvent =
  | {
      readonly kind: 'reply';
      readonly worker: number;
      /** Whether its statement had waited for a lock of the server, and now continued. */
      readonly waited: boolean;
      readonly reply: Reply;
    }
  | {
      readonly kind: 'waits';
      readonly worker: number;
      /** The workers it waits for. */
      readonly for: readonly number[];
      /** The name of a lock of the application; null for a lock of the server. */
      readonly lock: string | null;
    }
  /** It holds a lock of the application now. */
  | {
      readonly kind: 'holds';
      readonly worker: number;
      readonly waited: boolean;
      readonly lock: string;
    };

/** How an attempt at an operation ended. */
export interface AttemptEvent {
  readonly kind: 'attempt ended';
  readonly worker: number;
  /** Position within the worker's operations, from 1. */
  readonly operation: number;
  /** From 1. */
  readonly attempt: number;
  readonly end: AttemptVerdict;
  /** Why it failed or is retried: an SQLSTATE or `conflict`; null otherwise. */
  readonly cause: string | null;
}

/** An event in a step: of the schedule, or the end of an attempt. */
export type StepEvent = ScheduleEvent | AttemptEvent;

/** One release, and everything that happened until every worker was ready, waiting or done. */
export interface Step {
  /** Position in the schedule, from 1. */
  readonly number: number;
  readonly worker: number;
  /** Position within the worker's operations, from 1. */
  readonly operation: number;
  /** From 1. */
  readonly attempt: number;
  readonly action: Action;
  /** In the order in which they happened. */
  readonly events: readonly StepEvent[];
  /** The accounts as committed after this step. */
  readonly accounts: readonly AccountState[];
}

/**
 * The write that completes the anomaly of a schedule. For a lost update, it is the write that
 * overwrites. For an overdraft, it takes the true balance below zero. For a write skew, it is the
 * last of the writes that together break the limit.
 */
export interface Fault {
  /** Number of the step. */
  readonly step: number;
  readonly worker: number;
  /** A phrase: `overwrites version 1`. */
  readonly phrase: string;
}

/** An operation that a worker carries out in a schedule. */
export type PlannedOperation = Pick<OperationRecord, 'worker' | 'sequence' | 'kind' | 'changes'>;

/** What a drawing shows of a schedule, which may have further steps. */
export interface ScheduleDrawing {
  readonly schedule: Schedule;
  /** Changes of worker from one step to the next. */
  readonly switches: number;
  readonly workers: number;
  readonly initial: readonly AccountState[];
  readonly steps: readonly Step[];
  /** Of all workers, also those that have not begun. */
  readonly operations: readonly PlannedOperation[];
  /** Null when nothing broke, or when no write shows the anomaly. */
  readonly fault: Fault | null;
  /**
   * Number of the step where the schedule goes wrong. If all schedules were explored, it is the
   * earliest step after which every continuation is broken. Otherwise it is the step of the fault.
   */
  readonly markedStep: number | null;
}

/** One schedule that was run, with its steps and its verdict. */
export interface DrawnSchedule extends ScheduleDrawing {
  readonly final: readonly AccountState[];
  /** Times are step numbers. */
  readonly operations: readonly OperationRecord[];
  readonly verdict: Verdict;
  /** Complete sentences: what the verdict is based on. */
  readonly reason: string;
  /** Null unless the verdict is broken. Its sentences name workers by letter. */
  readonly witness: Witness | null;
}
