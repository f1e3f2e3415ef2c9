/** Workers in several processes, started by the real command line. */
import { describe, expect, test } from 'vitest';

import { call } from '../cli/harness.js';
import { raceLab } from '../support/command.js';
import { raced } from '../support/lab.js';
import { serverUrl } from '../support/server.js';

async function results(...args: readonly string[]) {
  const server = ['--url', serverUrl()];
  const { code, stdout, stderr } = await raceLab(['run', '--json', ...server, ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout).results;
}

describe('mutex', () => {
  test('is broken by a second process, as it claims, and the witness names both', async () => {
    const flags = ['--workers', '20', '--processes', '2', '--expect', 'claims', '--json'];
    const args = ['run', '--url', serverUrl(), '--strategy', 'mutex', ...flags];
    const { code, stdout } = await raceLab(args);
    const report = JSON.parse(stdout);
    const [result] = report.results;
    expect(result).toMatchObject({ processes: 2, workers: 20, verdict: 'broken' });
    expect(result.lostUpdates).toBeGreaterThan(0);
    const [sentence] = result.witness.sentences;
    expect(sentence).toContain('(process 1)');
    expect(sentence).toContain('(process 2)');
    // It claims to hold only within one process.
    expect(report.expectations).toMatchObject([{ rule: 'claims', met: true }]);
    expect(code).toBe(0);
  });

  test('holds in one process', async () => {
    const result = await raced('mutex', { workers: '20', processes: '1' });
    expect(result).toMatchObject({ processes: 1, verdict: 'held', lostUpdates: 0 });
  });
});

describe('for-update', () => {
  test('holds in three processes, round after round, and the counts add up', async () => {
    const flags = ['--strategy', 'for-update,naive', '--processes', '3', '--workers', '15'];
    const [locked, naive] = await results(...flags, '--rounds', '2', '--operations', '5');
    expect(locked).toMatchObject({ verdict: 'held', lostUpdates: 0, violations: 0 });
    for (const { operations, rounds } of [locked, naive]) {
      const { attempted, committed, refused, failed, indeterminate } = operations;
      expect(attempted).toBe(150);
      expect(committed + refused + failed + indeterminate).toBe(150);
      expect(rounds).toHaveLength(2);
    }
    expect(naive.verdict).toBe('broken');
    expect(naive.finalBalance - naive.expectedBalance).toBe(10 * naive.lostUpdates);
  });

  test('shares connections within each process', async () => {
    const flags = ['--strategy', 'for-update', '--processes', '3', '--connections', '4'];
    // Each operation holds its lock for a while, so that the processes overlap even if they start at slightly different times.
    const long = ['--scenario', 'deposit', '--think', '5'];
    const [result] = await results(...flags, ...long, '--workers', '9', '--operations', '3');
    expect(result).toMatchObject({ verdict: 'held', operations: { attempted: 27, failed: 0 } });
  });
});

test('the number of processes does not change the operations', async () => {
  const flags = ['--scenario', 'deposit', '--strategy', 'atomic', '--seed', '7'];
  const size = ['--workers', '7', '--operations', '3', '--amount', '1..1000'];
  const { finalBalance } = await raced('atomic', {
    scenario: 'deposit',
    seed: '7',
    workers: '7',
    operations: '3',
    amount: '1..1000',
  });
  const [three] = await results(...flags, ...size, '--processes', '3');
  expect(three.finalBalance).toBe(finalBalance);
});

test('all processes use one clock: operations of different processes overlap', async () => {
  const flags = '--processes 2 --workers 2 --operations 500 --strategy atomic'.split(' ');
  const [result] = await results(...flags);
  // Each process has one worker, so an overlap is always with the other process.
  expect(result.operations.overlapping).toBeGreaterThan(500);
  expect(result.durationMs).toBeLessThan(10_000);
});

test('too few connections are reported, as with one process', async () => {
  const flags = ['--strategy', 'for-update', '--processes', '2', '--workers', '500'];
  const { code, stderr } = await call(['run', '--url', serverUrl(), ...flags]);
  expect(code).toBe(4);
  expect(stderr).toMatch(/^race-lab: the server allows .*; the run needs 500 more/);
  expect(stderr).toContain('Share connections with --connections');
});
