import { expect, test } from 'vitest';

import { noProgress, type RaceEnvironment } from '../../src/race/environment.js';
import { RoundClock } from '../../src/race/round-clock.js';

/** A clock that stands still until it is set. */
function handTurned(signal = new AbortController().signal) {
  let time = 1_000;
  const environment: RaceEnvironment = {
    now: () => time,
    sleep: () => Promise.resolve(),
    schedule: () => () => {},
    signal,
    progress: noProgress,
  };
  return { environment, turnTo: (elapsed: number) => (time = 1_000 + elapsed) };
}

const byCount = { kind: 'operations', perWorker: 5 } as const;
const byTime = { kind: 'duration', ms: 100 } as const;

test('a round by count continues until the time limit, and is then cut short', () => {
  const { environment, turnTo } = handTurned();
  const clock = new RoundClock(environment, environment.now(), byCount, 200);
  turnTo(199);
  expect(clock.mayBegin()).toBe(true);
  expect(clock.remaining()).toBe(1);
  expect(clock.cutShort).toBe(false);
  turnTo(200);
  expect(clock.mayRetry()).toBe(false);
  expect(clock.mayBegin()).toBe(false);
  expect(clock.remaining()).toBe(0);
  expect(clock.cutShort).toBe(true);
});

test('a round by time ends after its time, which does not cut it short', () => {
  const { environment, turnTo } = handTurned();
  const clock = new RoundClock(environment, environment.now(), byTime, 200);
  turnTo(100);
  expect(clock.mayBegin()).toBe(false);
  expect(clock.mayRetry()).toBe(true);
  expect(clock.cutShort).toBe(false);
});

test('an aborted run begins and retries nothing, and does not count as cut short', () => {
  const ending = new AbortController();
  const { environment } = handTurned(ending.signal);
  const clock = new RoundClock(environment, environment.now(), byCount, 200);
  ending.abort();
  expect(clock.mayBegin()).toBe(false);
  expect(clock.mayRetry()).toBe(false);
  expect(clock.cutShort).toBe(false);
});

test('time is measured from the start of the round', () => {
  const { environment, turnTo } = handTurned();
  turnTo(50);
  const clock = new RoundClock(environment, environment.now(), byCount, 200);
  expect(clock.elapsed()).toBe(0);
  turnTo(60);
  expect(clock.elapsed()).toBe(10);
});
