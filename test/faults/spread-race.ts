/** Starts a race in several processes, and checks what is left of it. */
import { existsSync } from 'node:fs';

import { expect } from 'vitest';

import { expectGone, startRace, type RunInRace } from '../support/embedded-run.js';
import { racingProcessesOf } from '../support/processes.js';

/** A race in several processes. */
export interface Spread extends RunInRace {
  /** The processes that the leading one has started. */
  readonly members: readonly number[];
}

export async function startSpread(
  processes: number,
  args: readonly string[] = [],
): Promise<Spread> {
  const run = await startRace(['--processes', String(processes), '--json', ...args]);
  const members = racingProcessesOf(run.process.pid ?? 0);
  expect(members).toHaveLength(processes);
  return { ...run, members };
}

export async function expectNothingLeft({
  members,
  serverProcesses,
  directory,
}: Spread): Promise<void> {
  await expectGone([...members, ...serverProcesses], 5_000);
  await expect.poll(() => existsSync(directory), { timeout: 5_000 }).toBe(false);
}

/** The message names the process that a signal ended. */
export async function expectNamed(
  signal: 'SIGKILL' | 'SIGTERM',
  processes: number,
  workers: number,
): Promise<void> {
  const run = await startSpread(processes, ['--workers', String(workers)]);
  const [, victim = 0] = run.members;
  process.kill(victim, signal);
  const { code, stderr, stdout } = await run.ended;
  expect(code).toBe(4);
  expect(stderr).toMatch(
    new RegExp(
      `^race-lab: Process \\d \\(pid ${victim}\\) was ended by ${signal} in the middle of the race \\(naive\\); the others were stopped\\.\n$`,
    ),
  );
  expect(JSON.parse(stdout)).toMatchObject({ results: [] });
  await expectNothingLeft(run);
}
