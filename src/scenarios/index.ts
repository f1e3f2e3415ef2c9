import type { Scenario } from '../model.js';
import { deposit } from './deposit.js';
import { joint } from './joint.js';
import { mixed } from './mixed.js';
import { transfer } from './transfer.js';
import { withdraw } from './withdraw.js';

/** Every built-in scenario. */
export const scenarios: readonly Scenario[] = [withdraw, deposit, mixed, transfer, joint];
