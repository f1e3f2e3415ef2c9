import { expect, test } from 'vitest';

import { Lanes } from '../../src/explore/lanes.js';
import { MemoryLane } from './memory.js';

const lanesOf = (most: number) =>
  new Lanes(
    { openLane: () => Promise.resolve(new MemoryLane([], () => null)) },
    { most, schedulesPerLane: 1 },
  );

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('every task is done once, by as many lanes as are allowed', async () => {
  const done: number[] = [];
  const used = new Set<unknown>();
  await lanesOf(2).doAll([1, 2, 3, 4, 5], async (lane, task) => {
    await nextTurn();
    used.add(lane);
    done.push(task);
  });
  expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  expect(used.size).toBe(2);
});

test('after a task has failed, no lane begins another', async () => {
  const begun: number[] = [];
  const lanes = lanesOf(2);
  await lanes.doAll([0, 0], () => nextTurn().then(() => undefined));
  const work = lanes.doAll([1, 2, 3, 4, 5, 6], async (_lane, task) => {
    begun.push(task);
    if (task === 1) throw new Error('task 1 failed');
    await nextTurn();
  });
  await expect(work).rejects.toThrow('task 1 failed');
  await nextTurn();
  await nextTurn();
  expect(begun).toEqual([1, 2]);
});
