/** Races in several processes. A process that dies is named, and nothing is left behind. */
import { expect, test } from 'vitest';

import { expectNamed, expectNothingLeft, startSpread } from './spread-race.js';

test('a process that dies by SIGKILL is named, the others are stopped, and the exit code is 4', () =>
  expectNamed('SIGKILL', 3, 60));

test('two processes end when the leading process is killed with kill -9', async () => {
  const run = await startSpread(2);
  run.process.kill('SIGKILL');
  expect(await run.ended).toMatchObject({ code: null });
  await expectNothingLeft(run);
});
