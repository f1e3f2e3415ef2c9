/** Further ends of race-lab, after which nothing is left behind. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { raceLab } from '../support/command.js';
import { expectGone, startExploring, startRace } from '../support/embedded-run.js';
import { expectInterrupted, expectNothingAfterKill } from './interrupted-run.js';

describe('the embedded server', () => {
  test('of run is gone after SIGTERM, and the exit code is 143', async () =>
    expectInterrupted(await startRace(), 'SIGTERM', 143));

  test('of explore is gone after SIGINT, and the exit code is 130', async () =>
    expectInterrupted(await startExploring(), 'SIGINT', 130));

  test('of run ends when race-lab is killed with kill -9', async () =>
    expectNothingAfterKill(await startRace()));

  test('of explore ends when race-lab is killed with kill -9', async () =>
    expectNothingAfterKill(await startExploring()));

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
