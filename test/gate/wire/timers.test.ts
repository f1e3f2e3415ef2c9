/** Timers that code of workers sets are known until they run or are cleared. */
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { runAs } from '../../../src/gate/wire/context.js';
import { hasTimer, lastTimerUntil, watchTimers } from '../../../src/gate/wire/timers.js';

const schedule = { gate: {} };
const other = { gate: {} };
const LONG_MS = 4_000;

let end: () => void;
beforeEach(() => {
  end = watchTimers();
});
afterEach(() => end());

test('a timer is pending until it is cleared, and only for its worker and schedule', () => {
  const timer = runAs(schedule, 1, () => setTimeout(() => {}, LONG_MS));
  expect(hasTimer(schedule, 1)).toBe(true);
  expect(hasTimer(schedule, 2)).toBe(false);
  expect(hasTimer(other, 1)).toBe(false);
  expect(lastTimerUntil(performance.now() + LONG_MS)).not.toBeNull();
  expect(lastTimerUntil(performance.now() + LONG_MS / 2)).toBeNull();
  clearTimeout(timer);
  expect(hasTimer(schedule, 1)).toBe(false);
});

test.each([
  ['setTimeout', () => new Promise((resolve) => setTimeout(resolve, 1))],
  ['the function of node:timers/promises', () => sleep(1)],
  ['promisify', () => promisify(setTimeout)(1)],
])('a timer of %s is pending until it runs', async (_which, wait) => {
  const waited = runAs(schedule, 1, wait);
  expect(hasTimer(schedule, 1)).toBe(true);
  await waited;
  expect(hasTimer(schedule, 1)).toBe(false);
});

test('an interval is pending until it is cleared, and callbacks have their timer as this', async () => {
  const called: unknown[] = [];
  const interval = runAs(schedule, 1, () =>
    setInterval(function (this: unknown) {
      called.push(this);
    }, 1),
  );
  while (called.length < 2) await sleep(1);
  expect(hasTimer(schedule, 1)).toBe(true);
  expect(called[0]).toBe(interval);
  clearInterval(interval);
  expect(hasTimer(schedule, 1)).toBe(false);
});

test('timers of other code, and long ones, are not watched', () => {
  const timers = [
    setTimeout(() => {}, LONG_MS),
    runAs(schedule, 1, () => setTimeout(() => {}, 9_999)),
  ];
  expect(lastTimerUntil(Infinity)).toBeNull();
  for (const timer of timers) clearTimeout(timer);
});

test('the end of the last watch restores the functions, and no earlier one does', () => {
  const watched = globalThis.setTimeout;
  const endOther = watchTimers();
  endOther();
  expect(globalThis.setTimeout).toBe(watched);
  end();
  expect(globalThis.setTimeout).not.toBe(watched);
  end = watchTimers();
});
