/** `race()` of cases. */
import { expect, test } from 'vitest';

import { assertBroken, assertExpectations, assertHeld, race, UsageError } from '../../src/index.js';
import { matchers } from '../../src/matchers.js';
import { serverUrl } from '../support/server.js';
import { guardedCopy, lastCopy } from './own-cases.js';

expect.extend(matchers);

const url = serverUrl();

test('free rounds that held satisfy toHold', async () => {
  const report = await race(guardedCopy, { url, rounds: 5, expect: 'held' });
  expect(report.results).toMatchObject([{ case: 'guarded-copy', rounds: 5, held: 5 }]);
  expect(report).toHold();
  expect(report).not.toBreak();
  assertHeld(report);
  assertExpectations(report);
});

test('free rounds that broke are shown with their evidence', async () => {
  const report = await race([lastCopy], { url, rounds: 40 });
  assertBroken(report);
  expect(() => expect(report).toHold()).toThrow(
    /^expected last-copy to hold, but it broke\n[^]*40 free rounds, seed 1\n[^]*No serial order ends so[^]*replay\(theCase, \{ schedule: 'ABBA' \}\)/,
  );
});

test('a load is judged by its invariants', async () => {
  const report = await race(guardedCopy, { url, workers: 4, operations: 5 });
  expect(report.results).toMatchObject([{ operations: { attempted: 20, returned: 1 } }]);
  expect(report).toHold();
  const plain = await race(lastCopy, { url, workers: 2, operations: 1 });
  expect(() => assertHeld(plain)).toThrow(/it is inconclusive\n[^]*has no invariants/);
});

test('progress counts rounds, or operations', async () => {
  const seen: string[] = [];
  const progress = {
    roundStarted: (name: string, round: number) => void seen.push(`${name} ${round}`),
    operationEnded: () => void seen.push('.'),
  };
  await race(guardedCopy, { url, rounds: 2 }, { progress });
  expect(seen).toEqual(['guarded-copy 1', '.', 'guarded-copy 2', '.']);
  seen.length = 0;
  await race(guardedCopy, { url, workers: 2, operations: 2 }, { progress });
  expect(seen).toEqual(['guarded-copy 1', '.', '.', '.', '.']);
});

test('a signal ends it', async () => {
  const ending = new AbortController();
  const reason = new Error('enough');
  const progress = { roundStarted: () => ending.abort(reason), operationEnded: () => {} };
  const { signal } = ending;
  await expect(race(guardedCopy, { url, rounds: 500 }, { signal, progress })).rejects.toBe(reason);
});

test.each<[object, string, string]>([
  [{ strategy: 'naive' }, 'race: strategy is for races of strategies', 'strategies are raced'],
  [{ processes: 2 }, 'race: processes is for a load of a case', 'replicas: 2'],
  [
    { workers: 2, processes: 2 },
    'race: processes 2: guarded-copy is an object, which other processes cannot use',
    'its own file',
  ],
  [{ rounds: 'ten' }, 'race: rounds is "ten"', 'a number'],
  [{ rounds: 3, workers: 2 }, 'race: rounds and workers exclude each other', 'a load'],
  [{ lanes: 2 }, 'race: "lanes" is not a known option', 'Known:'],
  [{ expect: 'claims' }, 'race: expect: "claims" is a rule about strategies', 'held or broken'],
])('%j is wrong', async (options, message, hint) => {
  const failed = await race(guardedCopy, options).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(UsageError);
  expect(failed).toMatchObject({
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
});
