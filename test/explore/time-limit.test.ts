/** A time limit of the walk: how many schedules may begin, and what was covered. */
import { expect, test } from 'vitest';

import { FREE, held, laneOf, walk } from './walking.js';

test('a time limit ends it, and the coverage says how far it got', async () => {
  const cut = await walk(() => laneOf(FREE), held, { begins: 10 });
  // The bound is a cautious one: the 6 with two switches were run as well.
  expect(cut.letters).toHaveLength(10);
  expect(cut.coverage).toEqual({
    kind: 'time',
    timeLimitMs: 500,
    completeToSwitches: 1,
    withMoreSwitches: 8,
    sampled: 0,
    maxSwitches: null,
  });
  expect(cut.letters).toEqual((await walk(() => laneOf(FREE), held)).letters.slice(0, 10));
});

test.each([
  [0, { completeToSwitches: null, withMoreSwitches: 0 }],
  [1, { completeToSwitches: null, withMoreSwitches: 1 }],
  [69, { completeToSwitches: 5, withMoreSwitches: 7 }],
])('a time limit after %i schedules', async (begins, covered) => {
  const { coverage, letters } = await walk(() => laneOf(FREE), held, { begins });
  expect(coverage).toMatchObject({ kind: 'time', ...covered });
  expect(letters).toHaveLength(begins);
});

test('a time limit that leaves nothing out changes nothing', async () => {
  const { coverage, letters } = await walk(() => laneOf(FREE), held, { begins: 70 });
  expect(coverage).toEqual({ kind: 'complete' });
  expect(letters).toHaveLength(70);
});

test('a time limit can end the random walks, too', async () => {
  const six = ['.', '.', '.', '.', '.'];
  const limits = { maxSchedules: 40, begins: 25 };
  const { coverage, letters } = await walk(() => laneOf([six, six]), held, limits);
  expect(letters).toHaveLength(25);
  expect(coverage).toMatchObject({ kind: 'time', sampled: 5 });
});

test('a time limit beside one of switches', async () => {
  const { coverage } = await walk(() => laneOf(FREE), held, { maxSwitches: 2, begins: 7 });
  expect(coverage).toMatchObject({ kind: 'time', completeToSwitches: null, maxSwitches: 2 });
  const all = await walk(() => laneOf(FREE), held, { maxSwitches: 2, begins: 100 });
  expect(all.coverage).toEqual({ kind: 'switches', maxSwitches: 2 });
});
