import { EnvironmentError } from '../errors.js';
import type { Operations, RunPlan, Strategy } from '../model.js';
import type { RawRecord } from './raw-record.js';

/** What a crew needs to know of a plan: it is told whom to race. */
export type CrewPlan = Omit<RunPlan, 'strategies'>;

/** What a crew's workers did in one round. */
export interface RoundRecord {
  readonly records: Operations<RawRecord>;
  /** Whether the time limit left work undone. */
  readonly cutShort: boolean;
}

/** The workers of a race, wherever they run. Their sessions stay the same from round to round. */
export interface Crew {
  /**
   * Makes ready for one round: a worker for each number, all of them warm.
   * @throws {StrategyDefect} when the strategy cannot be loaded, or not do a single operation, alone
   * @throws {SessionLost}
   */
  prepare(strategy: Strategy, round: number): Promise<void>;
  /**
   * Lets all workers go at once, and waits until each has ended.
   * @param started told when the moment of the common start is known
   * @throws {StrategyDefect} the first that was found
   */
  race(started: () => void): Promise<RoundRecord>;
  /**
   * Ends the work, when all rounds are done.
   * @throws an error of another process that nobody there waited for
   */
  finish(): Promise<void>;
  /**
   * Ends its sessions, and its processes, for good, since code that went wrong may still be at work
   * on them.
   * @throws as `LabDatabase.discard`
   */
  disband(): Promise<void>;
  /** Sessions that were lost so far, and all. */
  sessions(): { readonly lost: number; readonly all: number };
}

/** A process of a crew ended before its work was done. */
export class ProcessDied extends EnvironmentError {}
