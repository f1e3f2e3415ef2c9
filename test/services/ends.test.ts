/** However race-lab ends, no process of a service is left, no database, and no server. */
import { existsSync } from 'node:fs';

import { expect, onTestFinished, test, vi } from 'vitest';

import { expectNothingLeft } from '../faults/bad-cases/explored.js';
import { runDirectoryOf } from '../support/embedded-run.js';
import { serverUrl } from '../support/server.js';
import { closeSessions } from '../support/sessions.js';
import { expectNoProcess } from './explored.js';
import { startWith } from './started.js';

test('SIGINT: a service that ignores SIGTERM', async () => {
  onTestFinished(closeSessions);
  const { run, mark } = await startWith('ignores SIGTERM', ['--url', serverUrl()]);
  run.process.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
  await expectNoProcess(mark);
  await expectNothingLeft();
});

test('kill -9: a service that has children', async () => {
  // An embedded server ends, too. On the server of the tests, databases would be left for other tests to find.
  const { run, mark } = await startWith('has children', []);
  const directory = await vi.waitFor(() => runDirectoryOf(run));
  run.process.kill('SIGKILL');
  await run.ended;
  await expectNoProcess(mark);
  await expect.poll(() => existsSync(directory), { timeout: 5_000 }).toBe(false);
});
