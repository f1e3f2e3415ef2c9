/** The subject of an exploration, and its lanes. */
import type { Channel, Gate, GatedWorker } from './gate.js';
import type { ScheduleListener } from './listener.js';
import type { ScheduleRun } from './schedule.js';

/** A schedule in which no worker makes progress. */
export interface Standstill {
  readonly workers: readonly GatedWorker[];
  /** The backends of other clients that block a channel. */
  readonly outsidersOf: (channel: Channel) => readonly number[];
  /** How long no worker has made progress, in milliseconds. */
  readonly ms: number;
}

/** Records one schedule, step by step. */
export interface Recorder<End, Drawn> {
  readonly listener: ScheduleListener;
  /** Returns the recorded schedule with its verdict. */
  readonly draw: (run: ScheduleRun<End>) => Drawn;
}

/** A place where one schedule runs at a time. */
export interface Lane<End, Drawn> {
  readonly gate: Gate;
  /**
   * Starts all workers of one schedule on the initial rows.
   * @param listener receives the reports of the gate
   * @param stepsSoFar how many steps the schedule has released
   * @returns a promise that settles when every worker has ended; {@link finish} then reads the end
   */
  start(listener: ScheduleListener, stepsSoFar: () => number): Promise<void>;
  /** Reads the rows at the end of the schedule, and restores the initial rows for the next one. */
  finish(): Promise<End>;
  /** Returns a recorder for the next schedule on this lane: call it before {@link start}. */
  record(): Recorder<End, Drawn>;
  /** Returns the error that ends a schedule in which no worker makes progress. */
  standstill(why: Standstill): Error;
}

/**
 * The code under test, with its data.
 * @typeParam End the end of a finished schedule, for the judge
 * @typeParam Drawn a schedule with all its steps
 */
export interface Subject<End, Drawn> {
  /** Opens a further lane. @throws the error of the opening */
  openLane(): Promise<Lane<End, Drawn>>;
}
