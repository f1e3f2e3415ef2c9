/** Own code that misbehaves in one of two processes, or waits for ever. */
import { expect, test } from 'vitest';

import { labSchemas } from '../support/sessions.js';
import { expectErrorsWithPlaces, expectUnhandledError, here, inProgram } from './own-strategies.js';

test('in two processes correct code is raced, and an error is reported with its place, also in the warm-up', () =>
  expectErrorsWithPlaces(inProgram));

test('in two processes, an unhandled error is reported', () => expectUnhandledError('2'));

test('an endless loop in one of two processes is reported with the process', async () => {
  const { code, stderr } = await inProgram('loops');
  expect(code).toBe(4);
  expect(stderr).toContain('loops (./own.ts#loops) does not return');
  expect(stderr).not.toContain('Nothing was reported');
  expect(stderr).toMatch(/Process [12] \(pid \d+\) ended with exit code 4/);
});

test('an attempt that waits inside its transaction for another connection is reported', async () => {
  const { code, stderr } = await here('uses-db');
  expect(code).toBe(4);
  expect(stderr).toContain('strategy uses-db (./own.ts) does not return');
  expect(stderr).toContain('use trx, not db');
});

test('process.exit() in one of two processes is reported with its exit code, and the schema is dropped', async () => {
  const { code, stdout, stderr } = await inProgram('exits');
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^race-lab: Process [12] \(pid \d+\) ended with exit code 7 in the middle of the race \(exits\)/,
  );
  const { server, results } = JSON.parse(stdout);
  expect(results).toEqual([]);
  expect(await labSchemas()).not.toContain(server.schema);
});
