/** After any end of race-lab, nothing is left behind. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { raceLab, start } from '../support/command.js';
import { expectGone, startExploring, startRace } from '../support/embedded-run.js';
import { serverUrl } from '../support/server.js';
import { labSchemas, openSession } from '../support/sessions.js';

describe.each([
  ['run', startRace, 'SIGINT', 130],
  ['run', startRace, 'SIGTERM', 143],
  ['explore', startExploring, 'SIGINT', 130],
] as const)('the embedded server of %s', (_command, startOne, signal, code) => {
  test(`is gone after ${signal}, and the exit code is ${code}`, async () => {
    const run = await startOne();
    run.process.kill(signal);
    const ended = await run.ended;
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^race-lab: interrupted/);
    expect(existsSync(run.directory)).toBe(false);
    await expectGone(run.serverProcesses, 0);
  });
});

describe('the embedded server', () => {
  test.each([
    ['run', startRace],
    ['explore', startExploring],
  ])('of %s ends when race-lab is killed with kill -9', async (_command, startOne) => {
    const run = await startOne();
    run.process.kill('SIGKILL');
    await run.ended;
    await expectGone(run.serverProcesses, 5_000);
    await expect.poll(() => existsSync(run.directory), { timeout: 5_000 }).toBe(false);
  });

  test('ends at the second Ctrl-C, which does not wait for the first', async () => {
    const run = await startRace();
    run.process.kill('SIGINT');
    run.process.kill('SIGINT');
    const { code } = await run.ended;
    expect(code).toBe(130);
    await expectGone(run.serverProcesses, 5_000);
    await expect.poll(() => existsSync(run.directory), { timeout: 5_000 }).toBe(false);
  });
});

describe('a schema on an existing server', () => {
  /** Starts a race there and waits until its schema is in use. */
  async function raceOnServer() {
    const before = await labSchemas();
    const args = ['run', '--url', serverUrl(), '--duration', '10m', '--workers', '20'];
    const run = start([...args, '--strategy', 'for-update', '--scenario', 'deposit']);
    let schema = '';
    const updates = async () => {
      schema = (await labSchemas()).find((name) => !before.includes(name)) ?? 'none_yet';
      const session = await openSession();
      const rows = await session
        .query<{ version: number }>(`select version from ${schema}.account where id = 1`)
        .catch(() => []);
      return rows[0]?.version ?? 0;
    };
    await expect.poll(updates, { timeout: 20_000 }).toBeGreaterThan(100);
    return { ...run, schema };
  }

  test('is dropped at Ctrl-C, although workers hold locks in it and wait for them', async () => {
    const run = await raceOnServer();
    run.process.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
    expect(await labSchemas()).not.toContain(run.schema);
    // No session is left either.
    const session = await openSession();
    const left = () =>
      session.query(
        `select pid from pg_locks where relation::regclass::text like '${run.schema}.%'`,
      );
    expect(await left()).toEqual([]);
  });
});

/** A directory for the files of runs, where no other run cleans up. */
function placeForRuns(): string {
  const place = directoryWith({});
  // When the tests run as root, the server runs as another user, who must reach it.
  chmodSync(place, 0o755);
  return place;
}

test('a run removes the files of an earlier killed run', async () => {
  const env = { TMPDIR: placeForRuns() };
  const run = await startRace([], { env });
  // The keeper cleans up. After it was killed, only the next run can.
  const keeper = await parentOf(run.postmaster);
  process.kill(keeper, 'SIGKILL');
  run.process.kill('SIGKILL');
  await run.ended;
  await expectGone(run.serverProcesses, 5_000);
  expect(existsSync(run.directory)).toBe(true);
  const next = await raceLab(['run', '--workers', '2', '--operations', '1'], { env });
  expect(next.code).toBe(0);
  expect(existsSync(run.directory)).toBe(false);
});

/** setpriv(1) ends the server with its keeper. All but the smallest Linux distributions have it. */
const hasSetpriv = spawnSync('setpriv', ['--pdeathsig', 'QUIT', 'true']).status === 0;

test.runIf(hasSetpriv)(
  'the server ends when race-lab and all its keepers are killed at once',
  async () => {
    const run = await startRace([], { env: { TMPDIR: placeForRuns() } });
    const keeper = await parentOf(run.postmaster);
    const keepers = await childrenOf(keeper);
    const watchers = keepers.filter((pid) => pid !== run.postmaster);
    for (const each of [...watchers, keeper]) process.kill(each, 'SIGKILL');
    run.process.kill('SIGKILL');
    await run.ended;
    await expectGone(run.serverProcesses, 5_000);
    expect(existsSync(run.directory)).toBe(true);
  },
);

async function childrenOf(pid: number): Promise<number[]> {
  const { readFile } = await import('node:fs/promises');
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(' ').map(Number);
}

async function parentOf(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
}
