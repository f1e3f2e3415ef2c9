/** However race-lab ends, no process of a service is left. */
import { expect, test } from 'vitest';

import { start } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { bankProject } from './bank.js';
import { expectNoProcess, processesWith } from './explored.js';

/** Starts an exploration, and waits until its service runs. @param flags of the server */
async function startWith(mode: string, flags: readonly string[]) {
  const mark = `MARK-${process.pid}-${mode}`;
  const cwd = bankProject(`
    export const one = bank('one', {
      service: { env: { MODE: '${mode}', MARK: '${mark}' }, ready: /never printed/ },
    });`);
  const run = start(['explore', './bank.race.ts', ...flags], { cwd });
  const running = mode === 'has children' ? 3 : 2;
  await expect
    .poll(() => processesWith(mark).length, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(running);
  return { run, mark };
}

test.each(['ignores SIGTERM', 'has children'])('SIGINT: %s', async (mode) => {
  const { run, mark } = await startWith(mode, ['--url', serverUrl()]);
  run.process.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
  await expectNoProcess(mark);
});

test.each(['ignores SIGTERM', 'has children'])('kill -9: %s', async (mode) => {
  // An embedded server ends, too. On the server of the tests, databases would be left for other tests to find.
  const { run, mark } = await startWith(mode, []);
  run.process.kill('SIGKILL');
  await run.ended;
  await expectNoProcess(mark);
});
