import { describe, expect, test } from 'vitest';

import type { Choice, ReadyStep } from '../../../src/explore/choice.js';
import type { Choose } from '../../../src/explore/policy.js';
import { followPrefix } from '../../../src/explore/policy/follow-prefix.js';
import { fingerprintOf, Frontier } from '../../../src/explore/policy/frontier.js';
import { lettersOf, numbersOf } from '../../../src/text/schedule.js';
import { multinomial, orders } from '../model.js';

/** Workers that take this many steps each, and never wait. */
function walk(
  sizes: readonly number[],
  maxSwitches: number | null = null,
  maxSchedules = 1_000_000,
) {
  const frontier = new Frontier({ maxSwitches, maxSchedules });
  const found: string[] = [];
  let runs = 0;
  for (let wave = frontier.take(Infinity); wave.length > 0; wave = frontier.take(Infinity)) {
    for (const prefix of wave) {
      const choices = perform(sizes, followPrefix(numbersOf(prefix.letters)).choose);
      runs += 1;
      expect(fingerprintOf(choices, prefix.letters.length)).toBe(prefix.fingerprint);
      frontier.grow(prefix.letters.length, choices);
      const letters = lettersOf(choices.map(({ chosen }) => chosen));
      if (maxSwitches !== null && switchesOf(letters) > maxSwitches) frontier.prune();
      else found.push(letters);
    }
  }
  return { found, runs, frontier };
}

/** Steps that are ready: `steps([1, 2], 'read')` */
const steps = (workers: readonly number[], key: string): readonly ReadyStep[] =>
  workers.map((worker) => ({ worker, key, footprint: null }));

function perform(sizes: readonly number[], choose: Choose): Choice[] {
  const left = [...sizes];
  const choices: Choice[] = [];
  for (;;) {
    const workers = left.flatMap((count, index) => (count > 0 ? [index + 1] : []));
    if (workers.length === 0) return choices;
    const ready = steps(workers, `step ${choices.length}`);
    const chosen = choose(ready, choices.length + 1, []);
    if (typeof chosen !== 'number') throw new TypeError('nothing here takes its time');
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

test.each([
  [[3, 3], 1],
  [[3, 3], 2],
  [[3, 3], 4],
  [[2, 2, 2], 2],
  [[2, 2, 2], 4],
  [[2, 2, 2, 2], 3],
  [[2, 2, 2, 2], 4],
])('of %j, exactly the schedules with at most %i switches are run', (sizes, most) => {
  const allowed = [...orders(sizes)].map(lettersOf).filter((each) => switchesOf(each) <= most);
  // Little space: no wanted schedule may be dropped.
  const { found, runs, frontier } = walk(sizes, most, allowed.length);
  expect(new Set(found)).toEqual(new Set(allowed));
  expect(runs).toBe(allowed.length);
  expect(frontier.pruned).toBe(true);
  expect(frontier.hasForgotten).toBe(false);
});

test('with the highest possible limit on switches, nothing is left out', () => {
  expect(walk([3, 3], 5).frontier.pruned).toBe(false);
});

test('prefixes that can never be run are dropped, and the first schedules stay the same', () => {
  const first = (maxSchedules: number) => {
    const { frontier, found } = walk([3, 3, 3], null, maxSchedules);
    return { found: found.slice(0, 50), pending: frontier.pending };
  };
  expect(first(50).found).toEqual(first(1_000_000).found);
  const { found, frontier } = walk([3, 3, 3], null, 50);
  expect(found.length).toBeLessThan(multinomial([3, 3, 3]));
  expect(frontier.hasForgotten).toBe(true);
  expect(frontier.level).toBeLessThan(9);
});

test('the rest of a level keeps its order, by letters', () => {
  const frontier = new Frontier({ maxSwitches: null, maxSchedules: 100 });
  const take = (atMost: number) => frontier.take(atMost).map(({ letters }) => letters);
  expect(take(1)).toEqual(['']);
  frontier.grow(0, AAB);
  // B as the first step is not a switch, but B after A is.
  expect(frontier.pending).toBe(2);
  expect(frontier.level).toBe(0);
  expect(take(1)).toEqual(['B']);
  expect(frontier.level).toBe(1);
  expect(take(5)).toEqual(['AB']);
  expect(take(5)).toEqual([]);
});

const AAB: readonly Choice[] = [
  { ready: steps([1, 2], 'read'), chosen: 1 },
  { ready: steps([1, 2], 'write'), chosen: 1 },
  { ready: steps([2], 'write'), chosen: 2 },
];

describe('a fingerprint', () => {
  function print(count: number, changed: Partial<Choice> = {}, at = 0): number {
    const before = AAB[at] ?? { ready: [], chosen: 0 };
    return fingerprintOf(AAB.with(at, { ...before, ...changed }), count);
  }

  test('depends on the ready workers, the released worker and its step', () => {
    expect(print(2, { ready: steps([1, 2, 3], 'read') })).not.toBe(print(2));
    expect(print(2, { chosen: 2 })).not.toBe(print(2));
    expect(print(2, { ready: steps([1, 2], 'begin') })).not.toBe(print(2));
    expect(print(2, { ready: steps([2], 'write') }, 1)).not.toBe(print(2));
  });

  test('does not depend on the step that the last choice releases, nor on later steps', () => {
    expect(print(2, { chosen: 2, ready: steps([1, 2], 'begin') }, 1)).toBe(print(2));
    expect(print(2, { ready: steps([1, 2], 'write') }, 2)).toBe(print(2));
    expect(print(0)).toBe(print(0, { ready: steps([3], 'read') }));
  });
});
