import { expect, test } from 'vitest';

import type { Choice } from '../../../src/explore/choice.js';
import { RandomWalks } from '../../../src/explore/policy/random-walks.js';

/** A run with so many ready workers at each of its steps. */
const runOf = (...counts: readonly number[]): readonly Choice[] =>
  counts.map((count) => ({
    ready: Array.from({ length: count }, (_, index) => ({
      worker: index + 1,
      key: 'a step',
      footprint: null,
    })),
    chosen: 1,
  }));

const RUNS = [runOf(3, 3, 7, 5), runOf(2, 3, 3), runOf(11, 13, 2), runOf(3, 5, 5, 7, 7)];

function estimated(order: readonly number[]): number | null {
  const sampled = new RandomWalks({ seed: 1, wanted: 4, counted: () => 0 });
  const paths = sampled.next();
  for (const walk of order) paths[walk]?.learn(RUNS[walk] ?? [], null);
  return sampled.estimated;
}

test('the estimate does not depend on which walk ends first', () => {
  const mean = (3 * 3 * 7 * 5 + 2 * 3 * 3 + 11 * 13 * 2 + 3 * 5 * 5 * 7 * 7) / 4;
  expect(estimated([0, 1, 2, 3])).toBe(Math.round(mean));
  expect(estimated([3, 1, 0, 2])).toBe(estimated([0, 1, 2, 3]));
});

test('there is no estimate without a walk', () => {
  expect(estimated([])).toBeNull();
});
