import { randomInt } from 'node:crypto';

import { LIMITS } from './limits.js';

/** A random seed, for a race without `--seed`. */
export const randomSeed = (): number => randomInt(LIMITS.seed.max + 1);
