/** Step 2 of the learning path: a lock in the application. */
import { expect, test } from 'vitest';

import type { Replica, Strategy } from '../../src/model.js';
import { makeReplica } from '../../src/replica.js';
import { mutex } from '../../src/strategies/mutex.js';
import { raced } from '../support/lab.js';

const TWENTY_AT_ONCE = { workers: '20', operations: '4' };

test('with a lock per account, exactly half of the withdrawals are paid out', async () => {
  const result = await raced('mutex', TWENTY_AT_ONCE);
  expect(result.operations).toMatchObject({ committed: 40, refused: 40, failed: 0 });
  expect(result.finalBalance).toBe(0);
  expect(result.lostUpdates).toBe(0);
  expect(result.violations).toBe(0);
  expect(result.retries).toBe(0);
  expect(result.verdict).toBe('held');
});

test('the lock is per account: operations on different accounts do not wait for each other', async () => {
  const result = await raced('mutex', { ...TWENTY_AT_ONCE, accounts: '20', scenario: 'deposit' });
  expect(result.verdict).toBe('held');
  expect(result.finalBalance).toBe(800);
});

test('a second replica of the service has its own locks, so updates are lost again', async () => {
  const result = await raced('two-replicas', { ...TWENTY_AT_ONCE, scenario: 'deposit' }, [
    spreadOver('two-replicas', makeReplica(), makeReplica()),
  ]);
  expect(result.lostUpdates).toBeGreaterThan(0);
  expect(result.verdict).toBe('broken');
});

test('two references to one replica share its locks, and hold', async () => {
  const only = makeReplica();
  const result = await raced('one-replica', { ...TWENTY_AT_ONCE, scenario: 'deposit' }, [
    spreadOver('one-replica', only, only),
  ]);
  expect(result.lostUpdates).toBe(0);
  expect(result.verdict).toBe('held');
});

/** Sends every other attempt to the other replica, as a load balancer would. */
function spreadOver(name: string, ...replicas: readonly [Replica, Replica]): Strategy {
  let turn = 0;
  return {
    ...mutex,
    name,
    attempt: (db, operation) => {
      turn += 1;
      return mutex.attempt(db, operation, turn % 2 === 0 ? replicas[0] : replicas[1]);
    },
  };
}
