/** However an exploration of cases ends, nothing is left behind. More: interrupted.long.test.ts */
import { existsSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { expectGone, startCases } from '../../support/embedded-run.js';
import { closeSessions } from '../../support/sessions.js';
import { directoryOf, remove } from './explored.js';
import { FILES, LONG } from './interrupted.js';

let cwd = '';
beforeAll(() => {
  cwd = directoryOf([LONG]);
});
afterAll(async () => {
  remove(cwd);
  await closeSessions();
});

describe('the embedded server', () => {
  test('is gone after Ctrl-C: exit 130', async () => {
    const run = await startCases(FILES, { cwd });
    run.process.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
    expect(existsSync(run.directory)).toBe(false);
    await expectGone(run.serverProcesses, 0);
  });

  test('is gone soon after a kill -9', async () => {
    const run = await startCases(FILES, { cwd });
    run.process.kill('SIGKILL');
    await run.ended;
    await expectGone(run.serverProcesses, 5_000);
    await expect.poll(() => existsSync(run.directory), { timeout: 5_000 }).toBe(false);
  });
});
