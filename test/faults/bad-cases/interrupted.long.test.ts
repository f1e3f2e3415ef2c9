/** However an exploration of cases ends, nothing is left behind. In `npm test`: services/ends.test.ts */
import { existsSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startEmbedded } from '../../../src/database/embedded/server.js';
import { DATABASE, SUPERUSER } from '../../../src/database/embedded/template.js';
import { raceLab, start } from '../../support/command.js';
import { expectGone, severalDatabases, startCases } from '../../support/embedded-run.js';
import { serverUrl } from '../../support/server.js';
import { closeSessions, openSession } from '../../support/sessions.js';
import { directoryOf, expectNothingLeft, remove } from './explored.js';

/** Has thousands of schedules, so that its exploration takes long enough to be interrupted. */
const LONG = {
  name: 'long',
  code: `workers: undefined, times: 3, worker: async (pool, context) => { for (let i = 0; i < 5; i += 1) await buy(pool, context); }`,
};
const FILES = ['./good.race.ts', './long.race.ts'];
const LOOP = {
  name: 'loop',
  code: `workers: { anna: buy, ben: async (pool, context) => { await buy(pool, context); for (;;); } }`,
};
const EXIT = { name: 'exit', code: '/* export */ process.exit(0);' };

let cwd = '';
beforeAll(() => {
  cwd = directoryOf([LONG, LOOP, EXIT]);
});
afterAll(async () => {
  remove(cwd);
  await closeSessions();
});

/** An exploration on an existing server, that uses several databases. */
async function startOn(url: string) {
  const run = start(['explore', ...FILES, '--url', url], { cwd });
  const session = await openSession({ kind: 'url', url });
  await expect.poll(() => severalDatabases(session), { timeout: 30_000 }).toBe(true);
  return run;
}

const databases = async (): Promise<readonly string[]> => {
  const session = await openSession();
  const rows = await session.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'race\\_lab\\_%' order by 1`,
  );
  return rows.map(({ name }) => name);
};

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

test('SIGTERM on an existing server: exit 143', async () => {
  const run = await startOn(serverUrl());
  run.process.kill('SIGTERM');
  const ended = await run.ended;
  expect(ended).toMatchObject({ code: 143, stdout: '' });
  expect(ended.stderr).toBe(
    'race-lab: interrupted; nothing was reported, and everything it started is gone\n',
  );
  await expectNothingLeft();
});

test('a second Ctrl-C names the databases that are left, and how to drop them', async () => {
  const run = await startOn(serverUrl());
  run.process.kill('SIGINT');
  run.process.kill('SIGINT');
  const { code, stderr } = await run.ended;
  expect(code).toBe(130);
  const [commands = ''] = /drop database if exists .*$/m.exec(stderr) ?? [];
  const session = await openSession();
  for (const command of commands.split('; ')) await session.script(command || 'select 1');
  await expectNothingLeft();
});

test('after a kill -9, doctor names the databases that are left, and how to drop them', async () => {
  const run = await startOn(serverUrl());
  run.process.kill('SIGKILL');
  await run.ended;
  const left = await databases();
  expect(left.length).toBeGreaterThan(2);
  const { stdout } = await raceLab(['doctor', '--url', serverUrl()]);
  const text = stdout.replaceAll(/\s+/g, ' ');
  const session = await openSession();
  for (const name of left) {
    expect(text).toContain(`drop database ${name}`);
    await session.script(`drop database ${name} with (force)`);
  }
  await expectNothingLeft();
});

test('the server under --url is stopped: exit 4, and what was found is reported', async () => {
  const server = await startEmbedded({ connections: 50 });
  const { target } = server;
  const path = target.kind === 'socket' ? target.path : '';
  const url = `postgres://${SUPERUSER}@localhost/${DATABASE}?host=${path.replace(/\/[^/]+$/, '')}`;
  const session = await openSession(target);
  await session.script(`create database template1 template ${DATABASE}`);
  const run = await startOn(url);
  await server.stop();
  const { code, stdout, stderr } = await run.ended;
  expect(code).toBe(4);
  expect(stdout).toMatch(/^INTERRUPTED: The server was lost: /);
  expect(stdout).toContain('good held: ');
  expect(stderr).toMatch(/^race-lab: The server was lost: .*\n/);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('the embedded server is killed: exit 4, and what was found is reported', async () => {
  const run = await startCases(FILES, { cwd });
  process.kill(run.postmaster, 'SIGKILL');
  const { code, stdout, stderr } = await run.ended;
  expect(code).toBe(4);
  expect(stdout).toContain('good held: ');
  expect(stderr).toMatch(/^race-lab: The server was lost: /);
  await expectGone(run.serverProcesses, 5_000);
  expect(existsSync(run.directory)).toBe(false);
});

test('code that blocks everything is named with its worker and its place: exit 4', async () => {
  const args = ['explore', './good.race.ts', './loop.race.ts', '--url', serverUrl()];
  const { code, stdout, stderr } = await raceLab(args, { cwd, isImpatient: true });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toMatch(
    /^race-lab: case loop \(\.\/loop\.race\.ts\): workers\.ben does not return: it has kept the processor busy for 2\.5 s, at \.\/loop\.race\.ts:\d+\n {2}Look for an endless loop\./,
  );
  await expectNothingLeft();
});

test('process.exit() while a file is loaded: exit 4', async () => {
  const args = ['explore', './good.race.ts', './exit.race.ts', '--url', serverUrl()];
  const { code, stdout, stderr } = await raceLab(args, { cwd });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('called process.exit();\n  nothing was reported\n');
  await expectNothingLeft();
});
