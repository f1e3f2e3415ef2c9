import { expect, test } from 'vitest';

import { following } from '../../src/explore/choosers.js';
import { Frontier } from '../../src/explore/frontier.js';
import type { Choice } from '../../src/explore/run-schedule.js';
import { lettersOf, numbersOf } from '../../src/text/schedule.js';
import { multinomial, orders } from './model.js';

/** Workers that take so many steps each, and never wait. */
function walk(
  sizes: readonly number[],
  maxSwitches: number | null = null,
  maxSchedules = 1_000_000,
) {
  const frontier = new Frontier({ maxSwitches, maxSchedules });
  const found: string[] = [];
  for (let wave = frontier.take(Infinity); wave.length > 0; wave = frontier.take(Infinity)) {
    for (const prefix of wave) {
      const choices = perform(sizes, following(numbersOf(prefix)).choose);
      frontier.grow(prefix, choices);
      const letters = lettersOf(choices.map(({ chosen }) => chosen));
      if (maxSwitches !== null && switchesOf(letters) > maxSwitches) frontier.prune();
      else found.push(letters);
    }
  }
  return { found, frontier };
}

function perform(
  sizes: readonly number[],
  choose: (ready: readonly number[], step: number, workers: []) => number,
): Choice[] {
  const left = [...sizes];
  const choices: Choice[] = [];
  for (;;) {
    const ready = left.flatMap((steps, index) => (steps > 0 ? [index + 1] : []));
    if (ready.length === 0) return choices;
    const chosen = choose(ready, choices.length + 1, []);
    left[chosen - 1] = (left[chosen - 1] ?? 0) - 1;
    choices.push({ ready, chosen });
  }
}

const switchesOf = (letters: string) =>
  letters.split('').filter((letter, index) => index > 0 && letter !== letters[index - 1]).length;

test.each([[[2, 2]], [[1, 1, 1, 1]], [[3, 2]], [[2, 2, 2]], [[5]]])(
  'every schedule of %j is run exactly once',
  (sizes) => {
    const { found, frontier } = walk(sizes);
    expect(new Set(found)).toEqual(new Set([...orders(sizes)].map(lettersOf)));
    expect(found).toHaveLength(multinomial(sizes));
    expect(frontier.pruned).toBe(false);
  },
);

test('schedules come by growing number of switches', () => {
  const switches = walk([3, 3]).found.map(switchesOf);
  expect(switches).toEqual(switches.toSorted((a, b) => a - b));
});

test.each([1, 2, 3, 4])(
  'with at most %i switches, all of those and no prefix of another',
  (most) => {
    const { found, frontier } = walk([3, 3], most);
    const allowed = [...orders([3, 3])].map(lettersOf).filter((each) => switchesOf(each) <= most);
    expect(new Set(found)).toEqual(new Set(allowed));
    expect(frontier.pruned).toBe(true);
  },
);

test('with as many switches as there can be, nothing is left out', () => {
  expect(walk([3, 3], 5).frontier.pruned).toBe(false);
});

test('what can never have its turn is forgotten, and the first ones are the same all the same', () => {
  const first = (maxSchedules: number) => {
    const { frontier, found } = walk([4, 4, 4], null, maxSchedules);
    return { found: found.slice(0, 50), pending: frontier.pending };
  };
  expect(first(50).found).toEqual(first(1_000_000).found);
  expect(walk([4, 4, 4], null, 50).found.length).toBeLessThan(multinomial([4, 4, 4]));
});

test('what is left of a level keeps its place, by letters', () => {
  const frontier = new Frontier({ maxSwitches: null, maxSchedules: 100 });
  expect(frontier.take(1)).toEqual(['']);
  frontier.grow('', [
    { ready: [1, 2], chosen: 1 },
    { ready: [1, 2], chosen: 1 },
    { ready: [2], chosen: 2 },
  ]);
  // B as the first step is no switch; after A it is one.
  expect(frontier.pending).toBe(2);
  expect(frontier.level).toBe(0);
  expect(frontier.take(1)).toEqual(['B']);
  expect(frontier.level).toBe(1);
  expect(frontier.take(5)).toEqual(['AB']);
  expect(frontier.take(5)).toEqual([]);
});
