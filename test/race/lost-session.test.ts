/** One worker loses its connection. The others and the server continue. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';

import { SessionLost } from '../../src/database/session-lost.js';
import type { Strategy } from '../../src/model.js';
import { forUpdate } from '../../src/strategies/for-update.js';
import { lab, raced } from '../support/lab.js';

const FLAGS = { workers: '10', operations: '5', scenario: 'deposit' };

/** for-update, except that one attempt of the race runs other code. */
function withOneAttempt(name: string, instead: Strategy['attempt']): Strategy {
  let due = true;
  return {
    ...forUpdate,
    name,
    attempt: (db, operation, replica) => {
      // The accounts of the warm-up are below 1.
      if (!due || (operation.accounts[0] ?? 0) < 1)
        return forUpdate.attempt(db, operation, replica);
      due = false;
      return instead(db, operation, replica);
    },
  };
}

test('inside its transaction: the operation failed, its worker stops, and nothing is lost', async () => {
  const ended = withOneAttempt('ended', (db, operation, replica) =>
    db.transaction().execute(async (trx) => {
      await trx.updateTable('account').set({ balance: 1 }).where('id', '=', 1).execute();
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
      return forUpdate.attempt(trx, operation, replica);
    }),
  );
  const result = await raced('ended', FLAGS, [ended]);
  expect(result.failures['connection']?.count).toBe(1);
  expect(result.operations).toMatchObject({ attempted: 46, committed: 45, failed: 1 });
  expect(result.finalBalance).toBe(450);
  expect(result.verdict).toBe('held');
});

test('while committing, without effect: the versions show that it did not commit', async () => {
  const ended = withOneAttempt('ended', async (db) => {
    await sql`update account set balance = pg_backend_pid() where id = 1
              returning pg_terminate_backend(pg_backend_pid())`.execute(db);
    return { kind: 'refused' };
  });
  const result = await raced('ended', FLAGS, [ended]);
  expect(result.failures['connection']?.message).toContain('did not commit');
  expect(result.operations).toMatchObject({ committed: 45, failed: 1, indeterminate: 0 });
  expect(result.verdict).toBe('held');
});

test('after committing, before the reply: the versions show that it did commit', async () => {
  const ended = withOneAttempt('ended', async (db, operation, replica) => {
    await forUpdate.attempt(db, operation, replica);
    throw new SessionLost(true, new Error('no reply'));
  });
  const result = await raced('ended', FLAGS, [ended]);
  expect(result.operations).toMatchObject({ committed: 46, failed: 0, indeterminate: 0 });
  expect(result.finalBalance).toBe(460);
  expect(result.verdict).toBe('held');
});

test('after committing a version that no reply contained: indeterminate', async () => {
  const ended = withOneAttempt('ended', async (db) => {
    await sql`update account set balance = balance + 10 where id = 1`.execute(db);
    throw new SessionLost(true, new Error('no reply'));
  });
  const result = await raced('ended', FLAGS, [ended]);
  expect(result.operations).toMatchObject({ committed: 45, indeterminate: 1 });
  expect(result).toMatchObject({ verdict: 'inconclusive', lostUpdates: null, drift: null });
  expect(result.reason).toContain('indeterminate');
});

test('the run ends after that round, and says that connections were lost', async () => {
  const ended = withOneAttempt('ended', async (db) => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(db);
    return { kind: 'refused' };
  });
  const report = await lab({ ...FLAGS, strategy: ['ended,atomic'] }, [ended]);
  expect(report.interruption).toBe(
    '1 of 10 connections were lost in the middle of the race (ended).',
  );
  expect(report.results.map(({ strategy }) => strategy)).toEqual(['ended']);
});
