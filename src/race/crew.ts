import { EnvironmentError } from '../errors.js';
import type { Operations, RunPlan, Strategy } from '../model.js';
import type { RawRecord } from './raw-record.js';

/** The part of a plan that a crew needs. {@link Crew.prepare} gets the strategy. */
export type CrewPlan = Omit<RunPlan, 'strategies'>;

/** What the workers of a crew did in one round. */
export interface RoundRecord {
  readonly records: Operations<RawRecord>;
  /** Whether the time limit left work undone. */
  readonly cutShort: boolean;
}

/** The workers of a race, in one process or several. They keep their sessions from round to round. */
export interface Crew {
  /**
   * Prepares one round: creates the workers and warms them up.
   * @throws {StrategyDefect} when the strategy cannot be loaded, or fails with a single worker
   * @throws {SessionLost}
   */
  prepare(strategy: Strategy, round: number): Promise<void>;
  /**
   * Starts all workers at once, and waits until each has ended.
   * @param started is called when the time of the common start is known
   * @throws {StrategyDefect} the first one found
   */
  race(started: () => void): Promise<RoundRecord>;
  /**
   * Ends the work after the last round.
   * @throws a defect that was found after the last attempt, or an unhandled error of another process
   */
  finish(): Promise<void>;
  /**
   * Ends its sessions and processes for good. Failed code may still use them.
   * @throws as `LabDatabase.discard`
   */
  disband(): Promise<void>;
  /** How many sessions were lost so far, and how many there are in all. */
  sessions(): { readonly lost: number; readonly all: number };
}

/** A process of a crew ended before its work was done. */
export class ProcessDied extends EnvironmentError {}
