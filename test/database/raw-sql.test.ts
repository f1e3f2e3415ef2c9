import { describe, expect, test } from 'vitest';

import { kindOfRaw } from '../../src/database/raw-sql.js';
import type { Statement } from '../../src/database/statement.js';
import { openSession } from '../support/sessions.js';

const TWICE = 'insert into pair values (1), (1)';

describe('the kind of a raw statement', () => {
  test.each<[string, Statement['kind']]>([
    ['begin', 'begin'],
    ['  /* why */ BEGIN ISOLATION LEVEL SERIALIZABLE', 'begin'],
    ['-- why\nstart transaction;', 'begin'],
    ['commit', 'commit'],
    ['END', 'commit'],
    ['rollback', 'rollback'],
    ['abort', 'rollback'],
    ['rollback to savepoint a', 'other'],
    ['rollback work to a', 'other'],
    ['savepoint a', 'other'],
    ['select balance from account where id = $1', 'read'],
    ['select balance from account where id = $1 for update', 'read'],
    ['with a as (select * from account for no key update) select * from a', 'read'],
    // A function may write.
    ['select withdraw($1, $2)', 'other'],
    ['update account set balance = 1', 'write'],
    ['insert into account values (1, 1)', 'write'],
    ['with w as (update account set balance = 1 returning *) select * from w', 'write'],
    ['call withdraw(1)', 'other'],
    ['set local lock_timeout = 1', 'other'],
    ['begin; update account set balance = 1; commit', 'other'],
    ['', 'other'],
  ])('%j: %s', (sql, kind) => {
    expect(kindOfRaw(sql)).toBe(kind);
  });
});

describe('whether a transaction is open, from the replies of the server', () => {
  const endsIn = async (...statements: readonly string[]) => {
    const session = await openSession();
    for (const sql of statements) {
      await session
        .send({ kind: kindOfRaw(sql), sql, parameters: [] })
        .catch((error: unknown) => error);
    }
    return session.inTransaction;
  };

  test.each<[readonly string[], boolean]>([
    [['begin'], true],
    [['begin', 'select 1 / 0'], true],
    [['begin', 'commit'], false],
    [['begin', 'select 1 / 0', 'commit'], false],
    // A COMMIT or PREPARE TRANSACTION that fails still ends the transaction, except after a syntax error.
    [
      [
        'begin',
        `create temporary table pair (a integer unique initially deferred)`,
        TWICE,
        'commit',
      ],
      false,
    ],
    [['begin', 'create temporary table kept (a integer)', `prepare transaction 'x'`], false],
    [['begin', 'prepare transaction x'], true],
    [['begin', 'savepoint a', 'rollback to a'], true],
    [['begin', 'savepoint a', 'rollback to a', 'rollback'], false],
    [['begin', 'commit and chain'], true],
    [['select 1; begin'], true],
    [['begin; select 1; commit'], false],
    [['begin isolation level whatever'], false],
    [['do $$ begin perform 1; end $$'], false],
  ])('%j: %s', async (statements, open) => {
    expect(await endsIn(...statements)).toBe(open);
  });

  test('with several statements, the result is that of the last one', async () => {
    const session = await openSession();
    const sql = 'select 1 as a; select 2 as a';
    const result = await session.send({ kind: 'other', sql, parameters: [] });
    expect(result).toMatchObject({ rows: [{ a: 2 }], count: 1, command: 'SELECT' });
  });
});
