/** The server of a race is killed. */
import { readFileSync } from 'node:fs';

import { expect } from 'vitest';

import { expectGone, startRace, type RunInRace } from '../support/embedded-run.js';

interface Row {
  readonly operations: Readonly<
    Record<'attempted' | 'committed' | 'refused' | 'failed' | 'indeterminate', number>
  >;
  readonly finalBalance: number | null;
  readonly verdict: string;
}

/** Kills the server of a race. @returns how the race ended, and how long that took */
async function afterServerDeath(run: RunInRace) {
  const killed = performance.now();
  process.kill(run.postmaster, 'SIGKILL');
  // The server's other processes end by themselves. After a power failure there are none either.
  for (const pid of run.serverProcesses.slice(1)) killIfAlive(pid);
  const ended = await run.ended;
  return { ...ended, seconds: (performance.now() - killed) / 1000 };
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process had already ended.
  }
}

/** Each statement of atomic commits, so a statement under way may have committed. */
const LEAST_INDETERMINATE: Readonly<Record<string, number>> = { atomic: 1 };

/** The run ends, and makes up no commit. */
export async function expectLoss(strategy: string): Promise<void> {
  const run = await startRace(['--strategy', strategy, '--json']);
  expectOwnMemory(run);
  const { code, stdout, stderr, seconds } = await afterServerDeath(run);
  expect(code).toBe(4);
  expect(seconds).toBeLessThan(10);
  expect(stderr).toMatch(/^race-lab: The server was lost in the middle of the race/);
  const { results }: { results: readonly [Row] } = JSON.parse(stdout);
  const { attempted, committed, refused, failed, indeterminate } = results[0].operations;
  expect(attempted).toBe(committed + refused + failed + indeterminate);
  // Each of the fifty workers lost exactly one operation.
  expect(failed + indeterminate).toBe(50);
  expect(indeterminate).toBeGreaterThanOrEqual(LEAST_INDETERMINATE[strategy] ?? 0);
  expect(committed).toBeGreaterThanOrEqual(100);
  expect(results[0]).toMatchObject({ finalBalance: null, verdict: 'inconclusive' });
  await expectGone(run.serverProcesses, 1_000);
  expectNoMemoryLeft(run);
}

/** Lists the System V shared memory on Linux, which outlives its processes. (proc(5)) */
const SYSTEM_V = '/proc/sysvipc/shm';

const hasSystemV = (pid: number): boolean =>
  readFileSync(SYSTEM_V, 'utf8')
    .split('\n')
    .some((line) => line.trim().split(/\s+/)[4] === String(pid));

/** Shared memory of System V, whose end can be seen below, and none of POSIX, which would stay. (shm_overview(7)) */
function expectOwnMemory({ postmaster, serverProcesses }: RunInRace): void {
  if (process.platform !== 'linux') return;
  expect(hasSystemV(postmaster)).toBe(true);
  const maps = serverProcesses.map((pid) => readFileSync(`/proc/${pid}/maps`, 'utf8'));
  expect(maps.filter((map) => map.includes('/dev/shm/PostgreSQL.'))).toEqual([]);
}

function expectNoMemoryLeft({ postmaster }: RunInRace): void {
  expect(process.platform === 'linux' && hasSystemV(postmaster)).toBe(false);
}
