import type { Scenario, Strategy } from '../model.js';

/** What a plan takes from outside the command line. */
export interface PlanContext {
  /** Every strategy there is: what `all` means. */
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
  /** `RACE_LAB_URL`; an empty one counts as unset. */
  readonly environmentUrl: string | undefined;
  /** A whole number from 0 to 4294967295, for a run without `--seed`. */
  readonly randomSeed: () => number;
}
