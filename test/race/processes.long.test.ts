/** More races of workers in several processes, started by the real command line. */
import { describe, expect, test } from 'vitest';

import { results } from './spawned.js';

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

test('all processes use one clock: operations of different processes overlap', async () => {
  const flags = '--processes 2 --workers 2 --operations 500 --strategy atomic'.split(' ');
  const [result] = await results(...flags);
  // Each process has one worker, so an overlap is always with the other process.
  expect(result.operations.overlapping).toBeGreaterThan(500);
  expect(result.durationMs).toBeLessThan(10_000);
});
