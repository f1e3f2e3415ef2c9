/** Step 5 of the learning path: no lock, but a write that detects a conflict. */
import { expect, test } from 'vitest';

import { raced } from '../support/lab.js';

const TEN_AT_ONCE = { workers: '10', operations: '2', retries: '1000' };

test.each(['optimistic', 'optimistic-timestamp'])(
  '%s lets one writer commit, and the others read again',
  async (name) => {
    const result = await raced(name, { ...TEN_AT_ONCE, think: '2' });
    expect(result.operations).toMatchObject({ committed: 10, refused: 10, failed: 0 });
    expect(result.finalBalance).toBe(0);
    expect(result.lostUpdates).toBe(0);
    expect(result.violations).toBe(0);
    expect(result.retries).toBeGreaterThan(0);
    expect(result.conflicts).toEqual({ conflict: result.retries });
    expect(result.verdict).toBe('held');
  },
);

test('without retries, conflicting operations fail, and no update is lost', async () => {
  const result = await raced('optimistic', { ...TEN_AT_ONCE, think: '2', retries: '0' });
  expect(result.failures['conflict']?.count).toBe(result.operations.failed);
  expect(result.operations.failed).toBeGreaterThan(0);
  expect(result.lostUpdates).toBe(0);
});

test('a timestamp that went through a Date does not match even for a single worker', async () => {
  const result = await raced('optimistic-date', { workers: '1', operations: '5', retries: '2' });
  // One timestamp in a thousand has no microseconds to lose, and matches.
  expect(result.operations.failed).toBeGreaterThanOrEqual(4);
  expect(result.conflicts['conflict']).toBeGreaterThanOrEqual(8);
  expect(result.verdict).toBe('inconclusive');
});

test('one statement does it in the database, without a stale read or a retry', async () => {
  const result = await raced('atomic', { workers: '50', operations: '4' });
  expect(result.operations).toMatchObject({ committed: 100, refused: 100, failed: 0 });
  expect(result.retries).toBe(0);
  expect(result.verdict).toBe('held');
});
