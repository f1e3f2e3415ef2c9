import { randomInt } from 'node:crypto';

import type { PlanContext } from '../plan/context.js';
import { LIMITS } from '../plan/limits.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';
import type { Surroundings } from './terminal.js';

/** What every plan takes from outside the command line. */
export const planContext = (env: Surroundings['env']): PlanContext => ({
  strategies,
  scenarios,
  environmentUrl: env['RACE_LAB_URL'],
  randomSeed: () => randomInt(LIMITS.seed.max + 1),
});
