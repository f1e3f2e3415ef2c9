/** Step 2 of the learning path: a lock in the application. */
import { expect, test, vi } from 'vitest';

import type { Strategy } from '../../src/model.js';
import { mutex } from '../../src/strategies/mutex.js';
import { raced } from '../support/lab.js';

const FIFTY_AT_ONCE = { workers: '50', operations: '20' };

test('with a lock per account, exactly half of the withdrawals are paid out', async () => {
  const result = await raced('mutex', FIFTY_AT_ONCE);
  expect(result.operations).toMatchObject({ committed: 500, refused: 500, failed: 0 });
  expect(result.finalBalance).toBe(0);
  expect(result.lostUpdates).toBe(0);
  expect(result.violations).toBe(0);
  expect(result.retries).toBe(0);
  expect(result.verdict).toBe('held');
});

test('the lock is per account: operations on different accounts do not wait for each other', async () => {
  const result = await raced('mutex', { ...FIFTY_AT_ONCE, accounts: '50', scenario: 'deposit' });
  expect(result.verdict).toBe('held');
  expect(result.finalBalance).toBe(10_000);
});

test('a second replica of the service has locks of its own, and the race is back', async () => {
  const result = await raced('two-replicas', { ...FIFTY_AT_ONCE, scenario: 'deposit' }, [
    alternating('two-replicas', mutex, await replicaOfMutex()),
  ]);
  expect(result.lostUpdates).toBeGreaterThan(0);
  expect(result.verdict).toBe('broken');
});

test('two names for one replica share its locks, and hold', async () => {
  const result = await raced('one-replica', { ...FIFTY_AT_ONCE, scenario: 'deposit' }, [
    alternating('one-replica', mutex, mutex),
  ]);
  expect(result.lostUpdates).toBe(0);
  expect(result.verdict).toBe('held');
});

/** The strategy's module once more, with memory of its own, as another process would have it. */
async function replicaOfMutex(): Promise<Strategy> {
  vi.resetModules();
  const replica = await import('../../src/strategies/mutex.js');
  expect(replica.mutex).not.toBe(mutex);
  return replica.mutex;
}

/** Sends every other attempt to the other replica, as a load balancer would. */
function alternating(name: string, ...replicas: readonly [Strategy, Strategy]): Strategy {
  let turn = 0;
  return {
    ...mutex,
    name,
    attempt: (db, operation) => {
      turn += 1;
      return (turn % 2 === 0 ? replicas[0] : replicas[1]).attempt(db, operation);
    },
  };
}
