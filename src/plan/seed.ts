import { randomInt } from 'node:crypto';

import { LIMITS } from './limits.js';

/** Another seed each time, for a race that is given none. */
export const randomSeed = (): number => randomInt(LIMITS.seed.max + 1);
