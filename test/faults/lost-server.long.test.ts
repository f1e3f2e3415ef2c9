/** The server is killed in the middle of a race with transactions, or restarts. */
import { expect, test } from 'vitest';

import { startRace } from '../support/embedded-run.js';
import { expectLoss } from './server-death.js';

test.each(['for-update', 'naive'])(
  '%s: a killed server ends the run with exit code 4, and no commit is made up',
  (strategy) => expectLoss(strategy),
);

test('a server that restarts because one of its processes was killed counts as lost, and its log is quoted', async () => {
  const run = await startRace(['--strategy', 'atomic', '--json']);
  const [, process1 = 0] = run.serverProcesses;
  process.kill(process1, 'SIGKILL');
  const { code, stderr } = await run.ended;
  expect(code).toBe(4);
  expect(stderr).toContain(
    'The server was lost in the middle of the race (atomic). Its log says: ',
  );
  expect(stderr).toMatch(/Its log says: [a-z ]+ \(PID \d+\) was terminated by signal 9/);
});
