/** Step 1 of the learning path: no protection, and its consequences. */
import { expect, test } from 'vitest';

import { raced } from '../support/lab.js';

const FIFTY_AT_ONCE = { workers: '50', operations: '4' };

test('fifty workers withdraw more from one account than it held', async () => {
  const { operations, ...account } = await raced('naive', FIFTY_AT_ONCE);
  // The account holds money for half of the withdrawals.
  expect(account.initialBalance).toBe(1_000);
  expect(operations.committed).toBeGreaterThan(100);
  expect(account.violations).toBe(operations.committed - 100);
  expect(account.lowestTrueBalance).toBeLessThan(0);
  // The column does not show the overdraft: each write stores a balance that passed the check.
  expect(account.lowestStoredBalance).toBeGreaterThanOrEqual(0);
});

test('every lost update is a committed deposit that the final balance does not contain', async () => {
  const result = await raced('naive', { ...FIFTY_AT_ONCE, scenario: 'deposit' });
  expect(result.operations.committed).toBe(200);
  expect(result.lostUpdates).toBeGreaterThan(0);
  expect(result.finalBalance).toBe(10 * (200 - (result.lostUpdates ?? 0)));
  expect(result.verdict).toBe('broken');
  expect(result.witness?.sentences.join(' ')).toMatch(/read version \d+/);
});

test('the same code with one worker loses nothing, and proves nothing', async () => {
  const result = await raced('naive', { workers: '1', operations: '20' });
  expect(result.lostUpdates).toBe(0);
  expect(result.violations).toBe(0);
  expect(result.finalBalance).toBe(0);
  expect(result.verdict).toBe('inconclusive');
});

test('a relative write loses nothing, but still overdraws, because its check used a stale read', async () => {
  const result = await raced('check-then-decrement', FIFTY_AT_ONCE);
  expect(result.lostUpdates).toBe(0);
  expect(result.drift).toBe(0);
  expect(result.violations).toBeGreaterThan(0);
  expect(result.finalBalance).toBeLessThan(0);
});
