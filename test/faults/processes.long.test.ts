/** Further ends of races in several processes. */
import { describe, expect, test } from 'vitest';

import { expectNamed, expectNothingLeft, startSpread } from './spread-race.js';

test('a process that dies by SIGKILL is named, the others are stopped, and the exit code is 4', () =>
  expectNamed('SIGKILL', 3, 60));

test('a process that dies by SIGTERM is named, the others are stopped, and the exit code is 4', () =>
  expectNamed('SIGTERM', 2, 4));

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
