/** After any end of an exploration, nothing is left behind. It reports what it cannot do. */
import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { InterruptedError } from '../../src/cli/terminal.js';
import { Session } from '../../src/database/session.js';
import { call } from '../cli/harness.js';
import { expectGone, startExploring, WITHOUT_END } from '../support/embedded-run.js';
import { serverUrl } from '../support/server.js';
import { labSchemas, testServer } from '../support/sessions.js';

const NAIVE = ['explore', '--strategy', 'naive'];

describe('an embedded server', () => {
  test('that is killed ends the exploration: exit code 4, with the results so far', async () => {
    const run = await startExploring(['--strategy', 'naive', '--json']);
    const killed = performance.now();
    process.kill(run.postmaster, 'SIGKILL');
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(4);
    expect(performance.now() - killed).toBeLessThan(10_000);
    expect(stderr).toMatch(/^race-lab: The server was lost in the middle of the exploration/);
    const report: { results: { strategy: string }[]; interruption: string } = JSON.parse(stdout);
    expect(report.interruption).toContain('lost');
    expect(report.results.map(({ strategy }) => strategy)).not.toContain('optimistic-date');
    await expectGone(run.serverProcesses, 5_000);
  });
});

describe('an existing server', () => {
  const role = `explorer_${randomBytes(4).toString('hex')}`;
  let administrator: Session;
  let url: string;

  beforeAll(async () => {
    administrator = await Session.open(testServer(), null);
    await administrator.script(`create role ${role} login connection limit 20`);
    await administrator.script(`grant create on database postgres to ${role}`);
    // The role may not set deadlock_timeout. A short server setting keeps the test fast.
    await administrator.script(`alter role ${role} set deadlock_timeout = '100ms'`);
    const address = new URL(serverUrl());
    address.username = role;
    url = address.href;
  });

  afterAll(async () => {
    await administrator.script(`revoke create on database postgres from ${role}`);
    await administrator.script(`drop role ${role}`);
    await administrator.close();
  });

  test('keeps no schema of any lane after an interruption', async () => {
    const before = await labSchemas();
    const ending = new AbortController();
    const args = ['explore', '--url', serverUrl(), ...WITHOUT_END];
    const running = call(args, {}, false, { signal: ending.signal });
    const own = async () => (await labSchemas()).filter((name) => !before.includes(name));
    await expect.poll(async () => (await own()).length, { timeout: 40_000 }).toBeGreaterThan(1);
    ending.abort(new InterruptedError('SIGINT'));
    expect((await running).code).toBe(130);
    expect(await own()).toEqual([]);
  });

  test('whose role may not set deadlock_timeout is still explored, and the report says so', async () => {
    const few = ['--scenario', 'deposit', '--max-switches', '3'];
    const args = ['--url', url, '--strategy', 'for-share', ...few];
    const { code, stdout } = await call(['explore', ...args, '--expect', 'claims']);
    expect(stdout).toContain('deadlock_timeout');
    expect(code).toBe(0);
  });

  test('that allows too few connections for the lanes says so', async () => {
    const { code, stdout, stderr } = await call([...NAIVE, '--url', url, '--lanes', '30']);
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toContain('--lanes');
  });
});
