/** Default isolation levels: more ways to name a level, and what a retry needs. */
import type pg from 'pg';
import { describe, expect, test } from 'vitest';

import { appUrl } from '../../support/app-role.js';
import { UNSAFE_TRANSACTION } from '../../gate/wire/support/counter.js';
import { openSession } from '../../support/sessions.js';
import { type Counting, counting, at } from './counting.js';

describe('a lost update', () => {
  test('breaks at READ COMMITTED, as without a level', async () => {
    const chosen = await at('read-committed', counting());
    expect(chosen).toMatchObject({ verdict: 'broken', isolation: 'read committed', remarks: [] });
    expect(chosen.broken).toBe(UNSAFE_TRANSACTION.broken);
  });

  test('needs a retry at REPEATABLE READ', async () => {
    const result = await at('repeatable-read', counting());
    expect(result).toMatchObject({ verdict: 'held', schedules: 50, broken: 0, unsteady: 0 });
    expect(result.causes).toEqual({ '40001': 40 });
  });

  test('that the code names REPEATABLE READ for is a failure as without a level, unless it is retried', async () => {
    const own = 'begin isolation level repeatable read';
    const usual = await at(undefined, counting({ begin: [own, own] }));
    const chosen = await at('serializable', counting({ begin: [own, own] }));
    expect(usual).toMatchObject({ verdict: 'broken' });
    expect(chosen.anomalies).toEqual(usual.anomalies);
    expect(chosen.anomalies.failure).toBeGreaterThan(0);
    const retried = await at('serializable', counting({ begin: [own, own], retried: ['40001'] }));
    expect(retried.verdict).toBe('held');
  });

  test('of one transaction that names its level, and one that does not, breaks by the failures of the first', async () => {
    const own = 'begin isolation level repeatable read';
    const result = await at('repeatable-read', counting({ begin: [own, 'begin'] }));
    const both = await at('repeatable-read', counting());
    expect(result.verdict).toBe('broken');
    expect(result.witness?.anomalies[0]).toMatchObject({ kind: 'failure', worker: 1 });
    expect(result.anomalies.failure).toBeLessThan(both.causes['40001'] ?? 0);
    expect(result.unaffected).toContain(
      `Transactions that name their own isolation level are unaffected: ${own}.`,
    );
  });
});

describe('a level of the session', () => {
  const READ_COMMITTED =
    'set session characteristics as transaction isolation level read committed';
  const UNAFFECTED = 'The case is unaffected: all its transactions name their own isolation level';

  test.each<[string, Counting, string]>([
    ['that workers set', { before: (client) => client.query(READ_COMMITTED) }, READ_COMMITTED],
    [
      'that its connection has',
      { more: { options: '-c default_transaction_isolation=read\\ committed' } },
      'default_transaction_isolation of the connection',
    ],
  ])('%s stays', async (_name, options, named) => {
    const result = await at('serializable', counting(options));
    expect(result.verdict).toBe('broken');
    expect(result.unaffected).toContain(`${UNAFFECTED} (${named}).`);
  });

  test('of the role for all databases does not: it is the default that is asked about', async () => {
    const url = await appUrl();
    const administrator = await openSession();
    try {
      await administrator.script(
        `alter role app set default_transaction_isolation = 'repeatable read'`,
      );
      const chosen = await at('read-committed', counting(), url);
      expect(chosen).toMatchObject({ verdict: 'broken', causes: {} });
      expect((await at(undefined, counting(), url)).causes).toEqual({ '40001': 40 });
    } finally {
      await administrator.script('alter role app reset all');
    }
  });
});

test('a failure that leaves something behind is found: the transaction before it is not run again', async () => {
  const before = (client: pg.PoolClient) => client.query(`insert into note values ('begun')`);
  const result = await at('repeatable-read', counting({ before }));
  expect(result.verdict).toBe('broken');
  expect(result.anomalies).toMatchObject({ failure: 0, 'not serializable': result.broken });
  expect(result.causes['40001']).toBe(result.broken);
});
