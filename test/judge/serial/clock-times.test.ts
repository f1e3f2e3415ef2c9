import { describe, expect, test } from 'vitest';

import { followClock } from '../../../src/judge/serial/clock-times.js';
import type { TimedRun } from '../../../src/judge/serial/repeated-order.js';
import { end } from './ends.js';

const NOW = Date.UTC(2026, 10, 30, 12);
const DAY = 86_400_000;
const RUN_MS = 3;

/** Whether the numbers follow the clock of runs that begin so many milliseconds after now. */
const follows = (beginnings: readonly number[], numberAt: (at: number, run: number) => number) => {
  const runs = beginnings.map((at): TimedRun => {
    const clock = [NOW + at, NOW + at + RUN_MS] as const;
    return { end: end([], []), clock, transactions: [0, 0] };
  });
  return followClock(
    beginnings.map((at, run) => [numberAt(NOW + at, run)]),
    runs,
  );
};

const QUICK = [0, 30, 37, 80];
const SLOW = [0, 1008, 1880, 2976];

describe('numbers follow the clock when', () => {
  test.each([
    ['they are the time in milliseconds', QUICK, (at: number) => at + 2],
    ['they are the time in microseconds', QUICK, (at: number) => at * 1000 + 7],
    ['they are the time in seconds', SLOW, (at: number) => Math.floor(at / 1000)],
    ['they are whole seconds in milliseconds', SLOW, (at: number) => at - (at % 1000)],
    ['they are years away', QUICK, (at: number) => at + 3000 * DAY],
  ])('%s', (_why, beginnings, numberAt) => {
    expect(follows(beginnings, numberAt)).toBe(true);
  });
});

describe('numbers do not follow the clock when', () => {
  test.each([
    ['they move by less', QUICK, (_at: number, run: number) => NOW + run],
    ['they move by more', QUICK, (_at: number, run: number) => NOW + run * 900_000],
    ['they go back', QUICK, (at: number) => 2 * NOW - at],
    ['they are seconds that move by more', SLOW, (at: number) => Math.floor(at / 250)],
    ['they are no times', SLOW, (at: number) => Math.floor((at - NOW) / 1000)],
    ['they are beyond what people write', QUICK, (at: number) => at + 40_000 * DAY],
  ])('%s', (_why, beginnings, numberAt) => {
    expect(follows(beginnings, numberAt)).toBe(false);
  });

  test('a run has none', () => {
    expect(follows([], () => 0)).toBe(false);
  });
});
