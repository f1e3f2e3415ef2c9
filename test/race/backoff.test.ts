import { expect, test } from 'vitest';

import type { Backoff } from '../../src/model.js';
import { pauseBefore } from '../../src/race/backoff.js';
import { randomStream, type RandomStream } from '../../src/random.js';
import { fc } from '../support/fast-check.js';

/** Jitter at its upper end: the full pause. */
const longest: RandomStream = { integer: (_min, max) => max };
const shortest: RandomStream = { integer: (min) => min };

const fullPauses = (backoff: Backoff) =>
  [1, 2, 3, 4, 5].map((retry) => pauseBefore(retry, backoff, longest));

test('none never pauses', () => {
  expect(fullPauses({ kind: 'none' })).toEqual([0, 0, 0, 0, 0]);
});

test('constant pauses up to the same time', () => {
  expect(fullPauses({ kind: 'constant', ms: 5 })).toEqual([5, 5, 5, 5, 5]);
});

test('exponential doubles from its base to its cap', () => {
  const backoff: Backoff = { kind: 'exponential', baseMs: 1, capMs: 10 };
  expect(fullPauses(backoff)).toEqual([1, 2, 4, 8, 10]);
  expect(pauseBefore(100_000, backoff, longest)).toBe(10);
});

test('full jitter reaches down to no pause at all', () => {
  expect(pauseBefore(9, { kind: 'constant', ms: 5 }, shortest)).toBe(0);
});

test('every pause lies between nothing and the full pause', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), fc.integer({ min: 1, max: 40 }), (seed, retry) => {
      const backoff: Backoff = { kind: 'exponential', baseMs: 2, capMs: 100 };
      const full = pauseBefore(retry, backoff, longest);
      const pause = pauseBefore(retry, backoff, randomStream(seed));
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThanOrEqual(full);
    }),
  );
});
