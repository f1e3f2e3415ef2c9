/** The ends of schedules, as a tally keeps them. */
import { describe, expect, test } from 'vitest';

import type { Choice } from '../../src/explore/choice.js';
import { Tally } from '../../src/explore/tally.js';
import type { Verdict } from '../../src/model.js';
import { lettersOf, numbersOf } from '../../src/text/schedule.js';

interface End {
  readonly key: string;
  readonly verdict: Verdict;
  /** What the judge does not compare. */
  readonly run?: number;
}

const tally = () =>
  new Tally<End>({
    verdictOn: ({ end: { verdict } }) => ({ verdict, anomalies: [], estimated: false }),
    summaryOf: ({ end: { key } }) => ({ key, causes: [], committed: 0 }),
  });

const choice = (chosen: number): Choice => ({ ready: [], chosen });

function counted(...runs: readonly (readonly [string, End])[]) {
  const counts = tally();
  for (const [letters, end] of runs) counts.add({ choices: numbersOf(letters).map(choice), end });
  return {
    outcomes: counts.totals().outcomes,
    ends: counts.ends().map(({ schedules, broken: those, examples, end }) => ({
      schedules,
      broken: those,
      examples: examples.map(lettersOf),
      end,
    })),
  };
}

const held = (key: string, run = 0): End => ({ key, verdict: 'held', run });
const broken = (key: string): End => ({ key, verdict: 'broken' });

test('the most frequent end is first; of equally frequent ones, that with the fewest switches', () => {
  const { ends, outcomes } = counted(
    ['ABAB', held('often')],
    ['ABBA', held('once')],
    ['BBAA', held('too')],
    ['BABA', held('often')],
  );
  expect(outcomes).toBe(3);
  expect(ends.map(({ end, schedules }) => [end?.key, schedules])).toEqual([
    ['often', 2],
    ['too', 1],
    ['once', 1],
  ]);
});

test('one end may be of schedules that broke and of others', () => {
  const { ends } = counted(['AB', broken('same')], ['BA', held('same')]);
  expect(ends).toMatchObject([{ schedules: 2, broken: 1, examples: ['AB', 'BA'] }]);
});

describe('a schedule that is run again', () => {
  test('and breaks has the end with which it broke', () => {
    const { ends, outcomes } = counted(
      ['ABAB', held('one')],
      ['ABBA', held('one')],
      ['ABBA', broken('other')],
    );
    expect(outcomes).toBe(2);
    expect(ends).toMatchObject([
      { schedules: 1, broken: 1, examples: ['ABBA'] },
      { schedules: 1, broken: 0, examples: ['ABAB'] },
    ]);
  });

  test('and breaks leaves no end without schedules', () => {
    const { ends, outcomes } = counted(['ABBA', held('one')], ['ABBA', broken('other')]);
    expect(outcomes).toBe(1);
    expect(ends).toMatchObject([{ schedules: 1, broken: 1, end: broken('other') }]);
  });

  test('and holds as before keeps its first end', () => {
    const { ends } = counted(['ABBA', held('one')], ['ABBA', held('other')]);
    expect(ends).toMatchObject([{ schedules: 1, end: held('one') }]);
  });

  test('after it broke stays broken', () => {
    const { ends } = counted(['ABBA', broken('one')], ['ABBA', held('other')]);
    expect(ends).toMatchObject([{ schedules: 1, broken: 1, end: broken('one') }]);
  });
});

describe('examples', () => {
  test('have the fewest switches, then the fewest steps, then the first letters', () => {
    const letters = ['ABAB', 'BBAA', 'AABBB', 'AABB', 'BABA'];
    const { ends } = counted(...letters.map((each) => [each, held('same')] as const));
    expect(ends[0]?.examples).toEqual(['AABB', 'BBAA', 'AABBB', 'ABAB', 'BABA']);
  });

  test('are at most 20 of all, whichever came first', () => {
    const letters = Array.from({ length: 30 }, (_none, i) => 'A'.repeat(30 - i));
    const { ends } = counted(...letters.map((each) => [each, held('same')] as const));
    expect(ends[0]?.schedules).toBe(30);
    expect(ends[0]?.examples).toEqual(letters.toReversed().slice(0, 20));
  });

  test('the end that is kept is that of the first', () => {
    const { ends } = counted(
      ['ABAB', held('same', 1)],
      ['AABB', held('same', 2)],
      ['ABBA', held('same', 3)],
    );
    expect(ends[0]?.end).toEqual(held('same', 2));
  });
});

test('the ends after the first 200 are counted, and not kept', () => {
  const { ends, outcomes } = counted(
    ...Array.from({ length: 201 }, (_none, i) => ['A'.repeat(i + 1), held(`${i}`)] as const),
  );
  expect(outcomes).toBe(201);
  expect(ends.filter(({ end }) => end === null)).toEqual([
    { schedules: 1, broken: 0, examples: ['A'.repeat(201)], end: null },
  ]);
});
