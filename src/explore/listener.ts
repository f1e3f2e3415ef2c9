import type { StatementResult } from '../database/statement.js';
import type { Channel, PendingStep } from './gate.js';

/** What came back for a statement. */
export type Answer =
  | ({ readonly kind: 'returned' } & StatementResult<unknown>)
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Receives what happens in a schedule, in the order in which it happens. The gate reports to the
 * conductor, and the conductor, which knows what waited, to whatever records the schedule.
 */
export interface ScheduleListener {
  /** A worker or one of its channels reached another position. */
  moved(): void;
  /** The schedule is about to release a worker's step. */
  stepBegins(worker: number, step: PendingStep): void;
  /** A statement is about to be sent. */
  sending(channel: Channel): void;
  /** @param waited whether the statement had waited for a lock of the server */
  answered(channel: Channel, answer: Answer, waited: boolean): void;
  /** @param lock the name of a lock of the application; null for a lock of the server */
  waits(worker: number, on: readonly number[], lock: string | null): void;
  /** A worker was granted a lock of the application. */
  holds(worker: number, lock: string, waited: boolean): void;
  /** Every worker that the step set going has come to rest. */
  stepEnded(): Promise<void> | void;
  /** The code under test did what it must not do; the schedule ends with this error. */
  failed(defect: Error): void;
}

/** For a schedule of which only the end is of interest. */
export const silent: ScheduleListener = {
  moved: () => {},
  stepBegins: () => {},
  sending: () => {},
  answered: () => {},
  waits: () => {},
  holds: () => {},
  stepEnded: () => {},
  failed: () => {},
};
