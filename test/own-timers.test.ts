/** race-lab's own timers and clock go on, whatever stands in place of the globals. */
import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';

import { expect, onTestFinished, test, vi } from 'vitest';

import * as own from '../src/own-timers.js';

test('they are not those that fake timers replace', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const before = { own: own.nowMs(), faked: performance.now() };
  await new Promise((resolve) => own.setTimeout(resolve, 1));
  await new Promise((resolve) => own.setImmediate(resolve));
  await new Promise<void>((resolve) => {
    const timer = own.setInterval(() => {
      own.clearInterval(timer);
      resolve();
    }, 1);
  });
  expect(performance.now()).toBe(before.faked);
  expect(own.nowMs()).toBeGreaterThan(before.own);
});

test('they are not those of node:timers/promises that other code has replaced', async () => {
  const { setTimeout: sleep, setImmediate: nextTurn } = promises;
  const never = (): Promise<never> => new Promise(() => {});
  const put = (functions: object): void => {
    Object.assign(promises, functions);
    syncBuiltinESMExports();
  };
  put({ setTimeout: never, setImmediate: never });
  onTestFinished(() => put({ setTimeout: sleep, setImmediate: nextTurn }));
  expect(await own.sleep(1, 'slept')).toBe('slept');
  expect(await own.nextTurn('turned')).toBe('turned');
});
