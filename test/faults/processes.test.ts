/** Races in several processes. Nothing is left behind. */
import { expect, test } from 'vitest';

import { expectNothingLeft, startSpread } from './spread-race.js';

test('two processes end when the leading process is killed with kill -9', async () => {
  const run = await startSpread(2);
  run.process.kill('SIGKILL');
  expect(await run.ended).toMatchObject({ code: null });
  await expectNothingLeft(run);
});
