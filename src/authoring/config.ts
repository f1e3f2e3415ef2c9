import type { Config } from '../plan/config.js';

/**
 * Returns the config unchanged. It gives an editor the types.
 *
 * ```ts
 * import { defineConfig } from 'race-lab';
 *
 * export default defineConfig({
 *   experiments: {
 *     'no schedule breaks a withdrawal': {
 *       explore: { strategy: './src/withdraw.ts', operations: 2, expect: 'held' },
 *     },
 *     'two customers cannot buy the last copy': {
 *       explore: { cases: './src/checkout.race.ts' },
 *     },
 *     'fifty at once stay fast': {
 *       run: { strategy: './src/withdraw.ts', workers: 50, expect: ['held', 'p99<200'] },
 *     },
 *   },
 * });
 * ```
 *
 * Paths in a config are relative to the config file. Cases are expected to hold.
 */
export const defineConfig = (config: Config): Config => config;
