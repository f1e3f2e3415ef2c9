/** Decides which schedules to run, and which worker to release at each step. */
import type { Choice, ReadyStep } from './choice.js';
import type { GatedWorker } from './gate.js';

/**
 * Chooses the next worker among the ready ones. May be asynchronous, because a person may choose.
 * @param step the number of the step, from 1
 */
export type Choose = (
  ready: readonly ReadyStep[],
  step: number,
  workers: readonly GatedWorker[],
) => number | Promise<number>;

/** A path through the tree of schedules. It can be run more than once. */
export interface Path {
  /** Starts a run of the path. */
  start(): Choose;
  /** The first step at which the last run left the path; null: it followed the path. */
  strayedAt(choices: readonly Choice[]): number | null;
  /**
   * Learns the alternatives at each step of a run.
   * @param strayedAt the first step at which the run left the path; null: it followed the path
   */
  learn(choices: readonly Choice[], strayedAt: number | null): void;
  /** Says that the path was not run, and will not be. */
  leaveOut(): void;
}

/** Provides the paths to run. */
export interface Policy {
  /**
   * The paths to run next. They may run concurrently. None: the policy has ended.
   * @param room how many more schedules may be run
   */
  next(room: number): readonly Path[];
}

/** A policy that covers the tree of schedules part by part, and knows what is left of it. */
export interface SystematicPolicy extends Policy {
  /** What is known of the tree and was not run yet. */
  readonly frontier: FrontierState;
}

/** What a systematic policy knows of the schedules that were not run. */
export interface FrontierState {
  /** Prefixes that wait to be run; each stands for at least one schedule. */
  readonly pending: number;
  /** Whether schedules were left out for having too many switches. */
  readonly pruned: boolean;
  /** Whether prefixes were dropped for which there was no room. */
  readonly hasForgotten: boolean;
  /** All schedules with fewer switches than this were run; infinite when all were. */
  readonly level: number;
  /** Notes that a schedule turned out to have too many switches. */
  prune(): void;
}

/** The limits of a search. */
export interface SearchLimits {
  readonly workers: number;
  /** When there are more schedules, the exploration is not complete. */
  readonly maxSchedules: number;
  /** The most switches from worker to worker in a schedule; null: no limit. */
  readonly maxSwitches: number | null;
  /** The seed of the random choices. */
  readonly seed: number;
}
