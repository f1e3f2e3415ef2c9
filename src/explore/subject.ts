/** What is explored, and where. */
import type { Channel, Gate, GatedWorker } from './gate.js';
import type { ScheduleListener } from './listener.js';
import type { ScheduleRun } from './schedule.js';

/** Why a schedule does not go on. */
export interface Standstill {
  readonly workers: readonly GatedWorker[];
  /** Server processes of other clients, for which a channel waits. */
  readonly outsidersOf: (channel: Channel) => readonly number[];
  /** For how many milliseconds nothing has moved. */
  readonly ms: number;
}

/** A schedule as it is drawn: at least what it came to. */
export interface Drawing {
  readonly verdict: 'broken' | 'held' | 'inconclusive';
}

/** Writes down one schedule, step by step. */
export interface Recorder<End, Drawn extends Drawing> {
  readonly listener: ScheduleListener;
  /** What was recorded, with the verdict on it. */
  readonly draw: (run: ScheduleRun<End>) => Drawn;
}

/** A place where one schedule runs at a time. */
export interface Lane<End, Drawn extends Drawing> {
  readonly gate: Gate;
  /**
   * Starts all workers of one schedule, from fresh rows.
   * @param listener receives what the gate sees
   * @param stepsSoFar how many steps the schedule has released
   * @returns settles when every worker has ended. What was read of the end is up to {@link finish}
   */
  start(listener: ScheduleListener, stepsSoFar: () => number): Promise<void>;
  /** Reads what the schedule left behind, and makes the rows fresh for the next one. */
  finish(): Promise<End>;
  /** A recorder for one schedule on this lane. */
  record(): Recorder<End, Drawn>;
  /** The error that ends a schedule in which nothing moves any more. */
  standstill(why: Standstill): Error;
}

/**
 * The code under test, with its data.
 * @typeParam End what a finished schedule left behind, for the judge
 * @typeParam Drawn a schedule with all its steps
 */
export interface Subject<End, Drawn extends Drawing> {
  /** Number of workers. */
  readonly workers: number;
  /** Opens a further lane. @throws what keeps it from being opened */
  openLane(): Promise<Lane<End, Drawn>>;
}
