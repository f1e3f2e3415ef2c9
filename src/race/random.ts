import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

import type { Draw } from '../model.js';

/** A stream of whole numbers, the same for the same seed. */
export interface RandomStream {
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
}

/** A stream for one purpose of one worker: what it yields does not depend on who runs when. */
export function randomStream(...seeds: readonly number[]): RandomStream {
  const generator = xoroshiro128plus(mix(seeds));
  return { integer: (min, max) => uniformInt(generator, min, max) };
}

/** The choices that make up a worker's operations. Accounts are numbered from 1. */
export function drawFrom(
  stream: RandomStream,
  accounts: number,
  amount: { readonly min: number; readonly max: number },
): Draw {
  return {
    account: () => stream.integer(1, accounts),
    amount: () => stream.integer(amount.min, amount.max),
    coin: () => stream.integer(0, 1) === 1,
  };
}

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
