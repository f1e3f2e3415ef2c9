import type { Scenario } from '../model.js';
import { deposit } from './deposit.js';
import { joint } from './joint.js';
import { mixed } from './mixed.js';
import { transfer } from './transfer.js';
import { withdraw } from './withdraw.js';

/**
 * Every built-in scenario.
 *
 * ```ts
 * import { explore, scenarios } from 'race-lab';
 *
 * for (const scenario of scenarios) console.log(await explore({ scenario }));
 * ```
 */
export const scenarios: readonly Scenario[] = [withdraw, deposit, mixed, transfer, joint];
