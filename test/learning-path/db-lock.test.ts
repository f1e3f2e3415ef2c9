/** Steps 3 and 4 of the learning path: transactions without locks, then with locks. */
import { describe, expect, test } from 'vitest';

import { raced } from '../support/lab.js';
import { serverUrl } from '../support/server.js';

const TWENTY_AT_ONCE = { workers: '20', operations: '2' };

describe('transactions without locks', () => {
  test('BEGIN and COMMIT alone prevent nothing at READ COMMITTED', async () => {
    const result = await raced('read-committed', TWENTY_AT_ONCE);
    expect(result.lostUpdates).toBeGreaterThan(0);
    expect(result.violations).toBeGreaterThan(0);
    expect(result.retries).toBe(0);
  });

  test.each(['repeatable-read', 'serializable'])(
    '%s holds by failing all but the first writer with 40001',
    async (name) => {
      const result = await raced(name, { ...TWENTY_AT_ONCE, retries: '1000' });
      expect(result.lostUpdates).toBe(0);
      expect(result.violations).toBe(0);
      expect(result.conflicts['40001']).toBeGreaterThan(0);
      expect(result.retries).toBe(result.conflicts['40001']);
    },
  );

  test('without retries, each conflict is a failed operation', async () => {
    const result = await raced('repeatable-read', { ...TWENTY_AT_ONCE, retries: '0' });
    expect(result.operations.failed).toBeGreaterThan(0);
    expect(result.failures['40001']?.count).toBe(result.operations.failed);
    expect(result.retries).toBe(0);
    expect(result.lostUpdates).toBe(0);
  });
});

describe('pessimistic locks', () => {
  test.each(['for-update', 'advisory-lock'])(
    '%s pays out exactly the balance, without a retry',
    async (name) => {
      const result = await raced(name, TWENTY_AT_ONCE);
      expect(result.operations).toMatchObject({ committed: 20, refused: 20, failed: 0 });
      expect(result.finalBalance).toBe(0);
      expect(result.retries).toBe(0);
      expect(result.verdict).toBe('held');
    },
  );

  test('NOWAIT also holds, with retries instead of waiting', async () => {
    const result = await raced('for-update-nowait', { ...TWENTY_AT_ONCE, retries: '1000' });
    expect(result.violations).toBe(0);
    expect(result.conflicts['55P03']).toBeGreaterThan(0);
    expect(result.verdict).toBe('held');
  });

  test('a shared lock holds through deadlocks: the server aborts one of the waiting transactions', async () => {
    // The server looks for deadlocks after 10 ms instead of its default of 1 s.
    const url = `${serverUrl()}&deadlock_timeout=10`;
    const result = await raced('for-share', { url, workers: '4', operations: '2', think: '20' });
    expect(result.lostUpdates).toBe(0);
    expect(result.violations).toBe(0);
    expect(result.conflicts['40P01']).toBeGreaterThan(0);
  });
});
