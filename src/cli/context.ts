import { randomInt } from 'node:crypto';

import type { LoadedFiles, PlanContext } from '../plan/context.js';
import { LIMITS } from '../plan/limits.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';
import type { Surroundings } from './terminal.js';

/**
 * What every plan takes from outside the command line.
 * @param files what its flags name by file, loaded before
 */
export const planContext = (env: Surroundings['env'], files?: LoadedFiles): PlanContext => ({
  strategies,
  scenarios,
  ...(files === undefined ? {} : { files }),
  environmentUrl: env['RACE_LAB_URL'],
  randomSeed: () => randomInt(LIMITS.seed.max + 1),
});
