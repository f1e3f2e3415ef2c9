import type { ExploreOptions, RaceOptions } from '../plan/options.js';

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

/**
 * A config as it is, so that an editor knows its types.
 *
 * ```ts
 * import { defineConfig } from 'race-lab';
 *
 * export default defineConfig({
 *   experiments: {
 *     'no schedule breaks a withdrawal': {
 *       explore: { strategy: './src/withdraw.ts', operations: 2, expect: 'held' },
 *     },
 *     'fifty at once stay fast': {
 *       run: { strategy: './src/withdraw.ts', workers: 50, expect: ['held', 'p99<200'] },
 *     },
 *   },
 * });
 * ```
 *
 * Paths of files in it are relative to the config file.
 */
export const defineConfig = (config: Config): Config => config;
