import type { Channel, PendingStep } from './gate.js';

/** What a statement returned. */
export interface ReturnedAnswer {
  readonly kind: 'returned';
  readonly rows: readonly unknown[];
  /** How many rows it returned or changed. */
  readonly count: number;
  /** What the server says that it did, such as `UPDATE`. */
  readonly command: string;
}

/** The answer to a statement. */
export type Answer =
  | ReturnedAnswer
  | {
      readonly kind: 'failed';
      /** Empty: the error has none. */
      readonly sqlstate: string;
      readonly message: string;
      /** For a deadlock: backends, each of which waited for the next, and the last for the first. */
      readonly cycle: readonly number[] | null;
    };

/**
 * Receives the events of a schedule in order. The gate reports to the conductor. The conductor adds whether a
 * statement waited, and passes it to the listener that records the schedule.
 */
export interface ScheduleListener {
  /** The state of a worker or of one of its channels changed. */
  moved(): void;
  /** The schedule is about to release a worker's step. */
  stepBegins(worker: number, step: PendingStep): void;
  /** A statement is about to be sent. Of a worker that was just started, only now is it known. */
  sending(channel: Channel, step: PendingStep): void;
  /** The server has answered. A gate that holds answers back reports it before {@link answered}. */
  arrived(channel: Channel): void;
  /** @param waited whether the statement had waited for a database lock */
  answered(channel: Channel, answer: Answer, waited: boolean): void;
  /** @param lock the name of an application lock; null for a database lock */
  waits(worker: number, on: readonly number[], lock: string | null): void;
  /** A worker was granted an application lock. */
  holds(worker: number, lock: string, waited: boolean): void;
  /** Every worker is again ready, waiting for a lock, or done. */
  stepEnded(): Promise<void> | void;
  /** The code under test has a defect. The schedule ends with this error. */
  failed(defect: Error): void;
}

/** Ignores all events, for a schedule that is not recorded. */
export const silent: ScheduleListener = {
  moved: () => {},
  stepBegins: () => {},
  sending: () => {},
  arrived: () => {},
  answered: () => {},
  waits: () => {},
  holds: () => {},
  stepEnded: () => {},
  failed: () => {},
};
