import { expect, test } from 'vitest';

import type { Strategy } from '../../src/model.js';
import { atomic } from '../../src/strategies/atomic.js';
import { raced } from '../support/lab.js';

interface Seen {
  readonly isWarmUp: boolean;
  readonly at: number;
}

/** `atomic`, with a record of each attempt. */
function noted(): { readonly strategy: Strategy; readonly seen: readonly Seen[] } {
  const seen: Seen[] = [];
  const strategy: Strategy = {
    ...atomic,
    name: 'noted',
    attempt: (db, operation, replica) => {
      const { isWarmUp = false } = operation;
      // The accounts of the warm-up are below 1.
      expect(operation.accounts.every((account) => account < 1)).toBe(isWarmUp);
      seen.push({ isWarmUp, at: performance.now() });
      return atomic.attempt(db, operation, replica);
    },
  };
  return { strategy, seen };
}

const TWO_ROUNDS = { workers: '2', scenario: 'deposit', rounds: '2' };

test('a race by operations is warmed up by a few attempts of each worker', async () => {
  const { strategy, seen } = noted();
  await raced('noted', { ...TWO_ROUNDS, operations: '3' }, [strategy]);
  expect(runsOf(seen)).toEqual([
    { isWarmUp: true, attempts: 2 * 5 },
    { isWarmUp: false, attempts: 2 * 3 },
    { isWarmUp: true, attempts: 2 * 5 },
    { isWarmUp: false, attempts: 2 * 3 },
  ]);
});

test('the warm-up of the first round of a race by time takes as long as the round', async () => {
  const { strategy, seen } = noted();
  const { operations } = await raced('noted', { ...TWO_ROUNDS, duration: '150ms' }, [strategy]);
  const raceBegan = seen.find(({ isWarmUp }) => !isWarmUp)?.at ?? 0;
  expect(raceBegan - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(149);
  expect(runsOf(seen)[2]).toEqual({ isWarmUp: true, attempts: 2 * 5 });

  // No attempt of the warm-up is counted.
  const attempts = seen.filter(({ isWarmUp }) => !isWarmUp).length;
  expect(operations.attempted).toBe(attempts);
});

/** The lengths of the sequences of warm-up attempts and of race attempts. */
function runsOf(seen: readonly Seen[]) {
  const runs: { isWarmUp: boolean; attempts: number }[] = [];
  for (const { isWarmUp } of seen) {
    const last = runs.at(-1);
    if (last?.isWarmUp === isWarmUp) last.attempts += 1;
    else runs.push({ isWarmUp, attempts: 1 });
  }
  return runs;
}
