import type { ExploreOptions, RaceOptions } from './options.js';

/** An experiment that races; it needs an expectation at least. */
export interface RunExperiment {
  readonly run: RaceOptions;
  readonly explore?: undefined;
}

/** An experiment that runs every interleaving; it needs an expectation at least. */
export interface ExploreExperiment {
  readonly explore: ExploreOptions;
  readonly run?: undefined;
}

export type ExperimentConfig = RunExperiment | ExploreExperiment;

/** What `race-lab check` reads from `race-lab.config.ts` (or `.mts`, `.js`, `.mjs`, `.json`). */
export interface Config {
  /** By name, in the order in which they are carried out. */
  readonly experiments: Readonly<Record<string, ExperimentConfig>>;
  /**
   * An existing server for the experiments that name none; left out: `RACE_LAB_URL`, or else an
   * embedded one. `--url` goes before all of them.
   */
  readonly url?: string | undefined;
}
