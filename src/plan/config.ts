import type { CaseExperimentOptions } from './case-options.js';
import type { ExploreOptions, RaceOptions } from './options.js';

/** An experiment that races. It needs at least one expectation. */
export interface RunExperiment {
  readonly run: RaceOptions;
  readonly explore?: undefined;
}

/** An experiment that runs every interleaving. It needs at least one expectation. */
export interface ExploreExperiment {
  readonly explore: ExploreOptions & { readonly cases?: undefined };
  readonly run?: undefined;
}

/** An experiment that runs every order of the statements of cases. */
export interface CaseExperiment {
  readonly explore: CaseExperimentOptions;
  readonly run?: undefined;
}

export type ExperimentConfig = RunExperiment | ExploreExperiment | CaseExperiment;

/** What `race-lab check` reads from `race-lab.config.ts` (or `.mts`, `.js`, `.mjs`, `.json`). */
export interface Config {
  /** By name, in the order in which they run. */
  readonly experiments: Readonly<Record<string, ExperimentConfig>>;
  /**
   * An existing server for the experiments that do not name one; left out: `RACE_LAB_URL`, or else
   * an embedded server. `--url` overrides all of them.
   */
  readonly url?: string | undefined;
}
