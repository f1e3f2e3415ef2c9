import type { Scenario, Strategy } from '../model.js';

/** What was loaded from files, by what the command line called it, such as `./mine.ts#careful`. */
export interface LoadedFiles {
  readonly strategies: ReadonlyMap<string, readonly Strategy[]>;
  readonly scenarios: ReadonlyMap<string, Scenario>;
}

/** What a plan takes from outside the command line. */
export interface PlanContext {
  /** Every strategy that has a name of its own on the command line: what `all` means. */
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
  /** What the flags name by file; left out: nothing. */
  readonly files?: LoadedFiles;
  /** `RACE_LAB_URL`; an empty one counts as unset. */
  readonly environmentUrl: string | undefined;
  /** A whole number from 0 to 4294967295, for a run without `--seed`. */
  readonly randomSeed: () => number;
}
