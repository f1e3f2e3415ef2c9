/** Own code that misbehaves, in this process or in one of several. */
import { describe, expect, test } from 'vitest';

import { caseProject } from '../cli/case-project.js';
import { callIn } from '../cli/harness.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import {
  expectErrorsWithPlaces,
  expectUnhandledError,
  here,
  ownDirectory,
} from './own-strategies.js';

test('in one process correct code is raced, and an error is reported with its place, also in the warm-up', () =>
  expectErrorsWithPlaces(here));

test('in one process, an unhandled error is reported', () => expectUnhandledError('1'));

describe('an attempt is reported with its last statement when', () => {
  test.each(['run', 'explore'])('the server refuses its SQL (%s)', async (command) => {
    const args = [command, '--strategy', './own.ts#typo', '--workers', '2', '--url', serverUrl()];
    const { code, stdout, stderr } = await callIn(ownDirectory(), args);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toBe(
      'race-lab: strategy typo (./own.ts) fails with a single worker: 42P01: relation "acount" ' +
        'does not exist, in: update acount set balance = 0\n  Fix its SQL.\n',
    );
  });

  test.each(['run', 'explore'])('it sends for ever (%s)', async (command) => {
    const own = ['--strategy', './own.ts#sends-for-ever', '--workers', '2', '--url', serverUrl()];
    const { code, stderr } = await callIn(ownDirectory(), [command, ...own]);
    expect(code).toBe(4);
    expect(stderr).toContain(
      'an attempt of strategy sends-for-ever (./own.ts) sends statements without end; the last: select 1',
    );
  });
});

test('process.exit() in one process is reported as a failure', async () => {
  // On an embedded server, because on an existing one the schema would be left behind.
  const args = ['run', '--strategy', './own.ts#exits', '--workers', '4'];
  const { code, stdout, stderr } = await raceLab(args, { cwd: ownDirectory() });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('called process.exit()');
});

/** Timers that run at once, and a clock that stands still. */
const WITHOUT_TIME = `import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';
import { defineCase } from 'race-lab';
import pg from 'pg';

const { setTimeout: set } = globalThis;
globalThis.setTimeout = timers.setTimeout = (call, _ms, ...given) => set(call, 0, ...given);
promises.setTimeout = () => Promise.resolve();
performance.now = () => 0;
syncBuiltinESMExports();

export default defineCase({
  name: 'without-time',
  schema: 'create table counter (n int)',
  start: 'insert into counter values (0)',
  open: ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  worker: async (pool) => {
    const { rows: [{ n }] } = await pool.query('select n from counter');
    await pool.query('update counter set n = $1', [n + 1]);
  },
});
`;

test('a case whose code replaces timers and the clock is explored like any other', async () => {
  const cwd = caseProject({ 'time.race.js': WITHOUT_TIME });
  const args = ['explore', 'time.race.js', '--lanes', '1', '--url', serverUrl(), '--json'];
  const { code, stdout, stderr } = await raceLab(args, { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { results } = JSON.parse(stdout);
  expect(results).toMatchObject([{ verdict: 'broken', schedules: 6, broken: 4 }]);
  expect(results[0].durationMs).toBeGreaterThan(0);
});

/** Asks at once whether the server is there, as many a module does. */
const ASKS_AT_IMPORT = `import { defineCase } from 'race-lab';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
pool.query('select 1').then(() => console.log('connected'));

export default defineCase({
  name: 'asks-at-import',
  schema: 'create table counter (n int)',
  start: 'insert into counter values (0)',
  worker: async () => {
    const { rows: [{ n }] } = await pool.query('select n from counter');
    await pool.query('update counter set n = $1', [n + 1]);
  },
});
`;

test('a pool that asks the server when it is imported, which is before there is one, is explored', async () => {
  const cwd = caseProject({ 'asks.race.js': ASKS_AT_IMPORT });
  const args = ['explore', 'asks.race.js', '--lanes', '1', '--url', serverUrl(), '--json'];
  const { code, stdout, stderr } = await raceLab(args, { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('connected\n') });
  const { results } = JSON.parse(stdout);
  expect(results).toMatchObject([{ verdict: 'broken', schedules: 6, broken: 4 }]);
});
