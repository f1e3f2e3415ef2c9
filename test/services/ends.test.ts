/** However race-lab ends, no process of a service is left. */
import { expect, test } from 'vitest';

import { start } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { bankProject } from './bank.js';
import { expectNoProcess, processesWith } from './explored.js';

/** Starts an exploration, and waits until its service runs. */
async function startWith(mode: string) {
  const mark = `MARK-${process.pid}-${mode}`;
  const cwd = bankProject(`
    export const one = bank('one', {
      service: { env: { MODE: '${mode}', MARK: '${mark}' }, ready: /never printed/ },
    });`);
  const run = start(['explore', './bank.race.ts', '--url', serverUrl()], { cwd });
  const running = mode === 'has children' ? 3 : 2;
  await expect
    .poll(() => processesWith(mark).length, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(running);
  return { run, mark };
}

test.each(['ignores SIGTERM', 'has children'])('SIGINT: %s', async (mode) => {
  const { run, mark } = await startWith(mode);
  run.process.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
  await expectNoProcess(mark);
});

test.each(['ignores SIGTERM', 'has children'])('kill -9: %s', async (mode) => {
  const { run, mark } = await startWith(mode);
  run.process.kill('SIGKILL');
  await run.ended;
  await expectNoProcess(mark);
});
