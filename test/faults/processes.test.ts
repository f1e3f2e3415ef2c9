/** Races in several processes. A process that dies is named, and nothing is left behind. */
import { existsSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { expectGone, startRace, type RunInRace } from '../support/embedded-run.js';
import { racingProcessesOf } from '../support/processes.js';

interface Spread extends RunInRace {
  readonly members: readonly number[];
}

async function startSpread(processes: number, args: readonly string[] = []): Promise<Spread> {
  const run = await startRace(['--processes', String(processes), '--json', ...args]);
  const members = racingProcessesOf(run.process.pid ?? 0);
  expect(members).toHaveLength(processes);
  return { ...run, members };
}

async function expectNothingLeft({ members, serverProcesses, directory }: Spread): Promise<void> {
  await expectGone([...members, ...serverProcesses], 5_000);
  await expect.poll(() => existsSync(directory), { timeout: 5_000 }).toBe(false);
}

describe('a process that dies', () => {
  test.each([
    ['SIGKILL', 3, 60],
    ['SIGTERM', 2, 4],
  ] as const)(
    'by %s is named, the others are stopped, and the exit code is 4',
    async (signal, processes, workers) => {
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
    },
  );
});

describe('two processes', () => {
  test('are gone after SIGTERM to the leading process', async () => {
    const run = await startSpread(2);
    run.process.kill('SIGTERM');
    const ended = await run.ended;
    expect(ended).toMatchObject({ code: 143, stdout: '' });
    expect(ended.stderr).toMatch(/^race-lab: interrupted/);
    await expectNothingLeft(run);
  });

  test('are gone after a Ctrl-C, which all processes receive', async () => {
    const run = await startSpread(2);
    for (const pid of [...run.members, run.process.pid ?? 0]) process.kill(pid, 'SIGINT');
    const ended = await run.ended;
    expect(ended).toMatchObject({ code: 130, stdout: '' });
    expect(ended.stderr).toMatch(/^race-lab: interrupted/);
    await expectNothingLeft(run);
  });

  test('are gone, with the leading process, when all receive a SIGTERM', async () => {
    const run = await startSpread(2);
    for (const pid of [...run.members, run.process.pid ?? 0]) process.kill(pid, 'SIGTERM');
    expect(await run.ended).toMatchObject({ code: 143, stdout: '' });
    await expectNothingLeft(run);
  });

  test('end when the leading process is killed with kill -9', async () => {
    const run = await startSpread(2);
    run.process.kill('SIGKILL');
    expect(await run.ended).toMatchObject({ code: null });
    await expectNothingLeft(run);
  });

  test('report their results when the server is lost', async () => {
    const run = await startSpread(2);
    for (const pid of run.serverProcesses) process.kill(pid, 'SIGKILL');
    const { code, stderr, stdout } = await run.ended;
    expect(code).toBe(4);
    expect(stderr).toMatch(/^race-lab: The server was lost in the middle of the race \(naive\)/);
    const [result] = JSON.parse(stdout).results;
    const { attempted, committed, refused, failed, indeterminate } = result.operations;
    expect(attempted).toBe(committed + refused + failed + indeterminate);
    expect(failed + indeterminate).toBe(50);
    expect(result).toMatchObject({ processes: 2, finalBalance: null, verdict: 'inconclusive' });
    await expectNothingLeft(run);
  });
});
