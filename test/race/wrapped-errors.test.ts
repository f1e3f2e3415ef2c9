/** Attempts whose errors are wrapped, as by an ORM. */
import { expect, test } from 'vitest';

import { Conflict, Refusal } from '../../src/errors.js';
import { SessionLost } from '../../src/database/session-lost.js';
import type { Strategy } from '../../src/model.js';
import { forUpdate } from '../../src/strategies/for-update.js';
import { optimistic } from '../../src/strategies/optimistic.js';
import { repeatableRead } from '../../src/strategies/repeatable-read.js';
import { explored } from '../support/explore.js';
import { raced } from '../support/lab.js';

const wrapped = (cause: unknown) =>
  Object.assign(new Error('the ORM failed'), {
    meta: { driverAdapterError: new Error('x', { cause }) },
  });

/** A strategy with wrapped errors. */
const inOrm = (strategy: Strategy, name: string): Strategy => ({
  ...strategy,
  name,
  async attempt(...given) {
    try {
      return await strategy.attempt(...given);
    } catch (error) {
      throw wrapped(error);
    }
  },
});

test('an SQLSTATE is recognized and retried', async () => {
  const result = await explored('orm', { retries: '0' }, [inOrm(repeatableRead, 'orm')]);
  expect(result.verdict).toBe('held');
  expect(result.causes['40001']).toBeGreaterThan(0);
  const retried = await explored('orm', {}, [inOrm(repeatableRead, 'orm')]);
  expect(retried).toMatchObject({ verdict: 'held', broken: 0 });
});

test('a Conflict is retried', async () => {
  const result = await explored('orm', {}, [inOrm(optimistic, 'orm')]);
  expect(result).toMatchObject({ verdict: 'held' });
  expect(result.causes['conflict']).toBeGreaterThan(0);
});

test('a Refusal refuses, even when it wraps a Conflict', async () => {
  const refusing: Strategy = {
    ...forUpdate,
    name: 'refusing',
    attempt: (db, operation, replica) => {
      if ((operation.accounts[0] ?? 0) < 1) return forUpdate.attempt(db, operation, replica);
      throw wrapped(new Refusal('no', { cause: new Conflict() }));
    },
  };
  const result = await raced('refusing', { workers: '2', operations: '1' }, [refusing]);
  expect(result.operations).toMatchObject({ refused: 2, failed: 0 });
});

test('a lost session is recognized', async () => {
  let due = true;
  const losing: Strategy = {
    ...forUpdate,
    name: 'losing',
    async attempt(db, operation, replica) {
      const end = await forUpdate.attempt(db, operation, replica);
      if (!due || (operation.accounts[0] ?? 0) < 1) return end;
      due = false;
      throw wrapped(new SessionLost(true, new Error('no reply')));
    },
  };
  const flags = { workers: '4', operations: '5', scenario: 'deposit' };
  const result = await raced('losing', flags, [losing]);
  expect(result.operations).toMatchObject({ committed: 16, failed: 0, indeterminate: 0 });
});

test('an error of the system is not one of the server: the strategy threw it', async () => {
  const broken: Strategy = {
    ...forUpdate,
    name: 'broken-pipe',
    attempt: () => {
      const pipe = Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' });
      throw wrapped(pipe);
    },
  };
  await expect(explored('broken-pipe', {}, [broken])).rejects.toThrow(
    /^broken-pipe threw Error: the ORM failed/,
  );
});
