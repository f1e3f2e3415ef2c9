/** Which schedules are run, and which worker is released at each step. */
import type { Choice, ReadyStep } from './choice.js';
import type { GatedWorker } from './gate.js';

/**
 * Picks the worker that is released next, among those that are ready. It may take its time, as a
 * person does.
 * @param step number of the step, from 1
 */
export type Choose = (
  ready: readonly ReadyStep[],
  step: number,
  workers: readonly GatedWorker[],
) => number | Promise<number>;

/** A way through the tree of schedules, which can be tried more than once. */
export interface Path {
  /** Begins a run of it. */
  start(): Choose;
  /** The first step at which the run that was started last left the path; null: it followed it. */
  strayedAt(choices: readonly Choice[]): number | null;
  /**
   * Learns from a run what else could have been chosen.
   * @param strayedAt the first step at which the run left the path; null: it followed it
   */
  learn(choices: readonly Choice[], strayedAt: number | null): void;
}

/** Hands out the paths to run. */
export interface Policy {
  /**
   * The paths to run next; they may run at the same time. None: the policy has come to its end.
   * @param room how many schedules may still be run
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

/** What a search is limited to. */
export interface SearchLimits {
  readonly workers: number;
  /** Past it, the exploration is not complete. */
  readonly maxSchedules: number;
  /** Only schedules with at most so many switches from worker to worker; null: all. */
  readonly maxSwitches: number | null;
  /** Seeds what is drawn at random. */
  readonly seed: number;
}
