import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

import type { Draw, RunPlan } from './model.js';

/** A stream of whole numbers, the same for the same seed. */
export interface RandomStream {
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
}

/** A stream for one purpose of one worker: what it yields does not depend on the timing of other workers. */
export function randomStream(...seeds: readonly number[]): RandomStream {
  const generator = xoroshiro128plus(mix(seeds));
  return { integer: (min, max) => uniformInt(generator, min, max) };
}

/** The purpose of a worker's stream, as part of its seed. */
const OPERATIONS = 1;

/**
 * The choices that make up a worker's operations: the same for every strategy. Accounts are
 * numbered from 1.
 */
export function drawFor(
  plan: Pick<RunPlan, 'seed' | 'accounts' | 'amount'>,
  round: number,
  worker: number,
): Draw {
  const { seed, accounts, amount } = plan;
  const stream = randomStream(seed, round, worker, OPERATIONS);
  return {
    account: () => stream.integer(1, accounts),
    pair: () => {
      const from = stream.integer(1, accounts);
      const other = stream.integer(1, accounts - 1);
      return [from, other < from ? other : other + 1];
    },
    partners: () => partnersFrom(stream.integer(1, accounts)),
    amount: () => stream.integer(amount.min, amount.max),
    coin: () => stream.integer(0, 1) === 1,
  };
}

/** An account, and its owner's other account. */
export const partnersFrom = (account: number): readonly [number, number] => [
  account,
  account % 2 === 1 ? account + 1 : account - 1,
];

/** Folds several numbers into one 32-bit seed (the finaliser of MurmurHash3 after each). */
function mix(seeds: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const seed of seeds) {
    hash = Math.imul(hash ^ seed, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash | 0;
}
