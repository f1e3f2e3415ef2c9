/** The counts agree with combinatorics. */
import { describe, expect, test } from 'vitest';

import type { ExplorationResult } from '../../../src/model.js';
import { strategyEndData } from '../../../src/report/document/exploration/ends.js';
import { explored } from '../../support/explore.js';
import { lockingSchedules, multinomial, naiveHolds, orders } from '../../explore/model.js';

/** The ends are those that were counted, and each schedule has one of them. */
function expectEndsOfAll({ ends, outcomes, schedules, broken }: ExplorationResult): void {
  expect(ends.length).toBe(outcomes);
  expect(sumOf(ends.map((end) => end.schedules))).toBe(schedules);
  expect(sumOf(ends.map((end) => end.broken))).toBe(broken);
  for (const end of ends) expect(end.examples.length).toBe(Math.min(end.schedules, 20));
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

test('naive withdrawals of two workers: three ends', async () => {
  const result = await explored('naive');
  // Whoever reads after the other has written finds nothing to withdraw, and does not write.
  expect(result).toMatchObject({ schedules: 6, broken: 4, outcomes: 3 });
  expect(result.ends.map(strategyEndData)).toMatchObject([
    {
      schedules: 4,
      broken: 4,
      text: 'A and B committed; balance 0',
      examples: ['ABBA', 'BAAB', 'ABAB', 'BABA'],
      accounts: [{ id: 1, balance: 0 }],
    },
    {
      schedules: 1,
      broken: 0,
      text: 'A committed and B was refused; balance 0',
      examples: ['AAB'],
      operations: [
        { worker: 'A', sequence: 1, outcome: 'committed' },
        { worker: 'B', sequence: 1, outcome: 'refused' },
      ],
    },
    {
      schedules: 1,
      broken: 0,
      text: 'A was refused and B committed; balance 0',
      examples: ['BBA'],
    },
  ]);
});

test('naive deposits of two workers: 6 schedules, 4 broken, 2 held', async () => {
  const result = await explored('naive', { scenario: 'deposit' });
  expect(result).toMatchObject({ schedules: 6, broken: 4, held: 2, unclear: 0, outcomes: 2 });
  expect(result.coverage).toEqual({ kind: 'complete' });
  expect(result.verdict).toBe('broken');
  expect(result.anomalies).toEqual({ 'lost update': 4, overdraft: 0, 'write skew': 0 });
  expect(result.statements).toBe(24);
});

describe('naive deposits of other sizes agree with the model', () => {
  const sizes = [
    { workers: 1, operations: 1 },
    { workers: 1, operations: 3 },
    { workers: 2, operations: 2 },
    { workers: 3, operations: 1 },
  ];
  test.each(sizes)('$workers × $operations', async ({ workers, operations }) => {
    const steps = Array.from({ length: workers }, () => operations * 2);
    const result = await explored('naive', {
      scenario: 'deposit',
      workers: String(workers),
      operations: String(operations),
    });
    expectEndsOfAll(result);
    const held = [...orders(steps)].filter(naiveHolds).length;
    expect(result.schedules).toBe(multinomial(steps));
    expect(result.held).toBe(held);
    expect(result.broken).toBe(multinomial(steps) - held);
    expect(result.statements).toBe(multinomial(steps) * workers * operations * 2);
  });
});

test('a strategy of one statement has as many schedules as there are orders of workers', async () => {
  const result = await explored('atomic', { scenario: 'deposit', workers: '4' });
  expect(result).toMatchObject({ schedules: 24, broken: 0, held: 24, verdict: 'held' });
  expectEndsOfAll(result);
});

test('an application lock is a step of its own, and a worker that waits for it cannot be chosen', async () => {
  // The first worker takes the lock, reads and writes. The other's request for the lock can come before, between
  // or after the read and the write, and then the other continues alone. Times two, because either may be first.
  const result = await explored('mutex', { scenario: 'deposit' });
  expect(result).toMatchObject({ schedules: 6, held: 6, outcomes: 1 });
});

test('an impossible order is never tried', async () => {
  const result = await explored('for-update', { scenario: 'deposit' });
  expect(result).toMatchObject({ schedules: lockingSchedules(), verdict: 'held', unclear: 0 });
  expectEndsOfAll(result);
  expect(result.schedules).toBeLessThan(multinomial([4, 4]));
});
