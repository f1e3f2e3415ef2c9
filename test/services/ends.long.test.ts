/** The same for other services. */
import { expect, test } from 'vitest';

import { serverUrl } from '../support/server.js';
import { expectNoProcess } from './explored.js';
import { startWith } from './started.js';

test('SIGINT: a service that has children', async () => {
  const { run, mark } = await startWith('has children', ['--url', serverUrl()]);
  run.process.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
  await expectNoProcess(mark);
});

test('kill -9: a service that ignores SIGTERM', async () => {
  // An embedded server ends, too. On the server of the tests, databases would be left for other tests to find.
  const { run, mark } = await startWith('ignores SIGTERM', []);
  run.process.kill('SIGKILL');
  await run.ended;
  await expectNoProcess(mark);
});
