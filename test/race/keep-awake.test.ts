import { setImmediate as nextTurn } from 'node:timers/promises';

import { expect, onTestFinished, test, vi } from 'vitest';

import { awake } from '../../src/race/keep-awake.js';
import { useFakeTimers, useRealTimers } from '../support/fake-timers.js';

/** The number of pending immediates in this process. */
async function immediates(): Promise<number> {
  return process.getActiveResourcesInfo().filter((name) => name === 'Immediate').length;
}

test('the event loop polls during the work, and sleeps again after it', async () => {
  const before = await immediates();
  const work = async () => {
    await nextTurn();
    return immediates();
  };
  const during = await awake(1, work, { processors: 2 });
  expect(during).toBe(before + 1);
  await nextTurn();
  await nextTurn();
  expect(await immediates()).toBe(before);
});

test('when the server would have no processor of its own, it sleeps', async () => {
  const before = await immediates();
  expect(await awake(2, async () => immediates(), { processors: 2 })).toBe(before);
});

test('an error of the work is thrown, and the event loop sleeps again', async () => {
  const before = await immediates();
  await expect(awake(1, () => Promise.reject(new Error('no')), { processors: 2 })).rejects.toThrow(
    'no',
  );
  await nextTurn();
  await nextTurn();
  expect(await immediates()).toBe(before);
});

test('while other programs want the processor, it sleeps, and tries again later', async () => {
  const before = await immediates();
  useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(useRealTimers);
  const seen: number[] = [];
  let share = 1;
  const work = async () => {
    for (const next of [1, 0.5, 0.1, 0.1, 0.1, 0.1, 0.1, 1]) {
      share = next;
      vi.advanceTimersByTime(200);
      await nextTurn();
      seen.push((await immediates()) - before);
    }
  };
  await awake(1, work, { processors: 2, share: () => share });
  expect(seen).toEqual([1, 0, 0, 0, 0, 0, 1, 1]);
});
