import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { kyselyOn, RollbackError } from '../../src/database/dialect.js';
import { sqlstateIn } from '../../src/database/error-chain.js';
import { SessionPool } from '../../src/database/session-pool.js';
import type { StatementInterceptor } from '../../src/database/statement.js';
import { openSession } from '../support/sessions.js';

/** Kysely on one session, with a list of all statements that pass the interceptor. */
async function recorded() {
  const sent: string[] = [];
  const gate: StatementInterceptor = (statement, send) => {
    sent.push(`${statement.kind}: ${statement.sql}`);
    return send();
  };
  const session = await openSession();
  return { db: kyselyOn(new SessionPool([session]), gate), sent, session };
}

describe('every statement passes the interceptor', () => {
  test('BEGIN and COMMIT included, the isolation level in the BEGIN', async () => {
    const { db, sent } = await recorded();
    await db
      .transaction()
      .setIsolationLevel('serializable')
      .execute((trx) => sql`select 1`.execute(trx));
    expect(sent).toEqual([
      'begin: begin isolation level serializable',
      'other: select 1',
      'commit: commit',
    ]);
  });

  test('ROLLBACK, when the work throws', async () => {
    const { db, sent } = await recorded();
    const work = db.transaction().execute(() => Promise.reject(new Error('no')));
    await expect(work).rejects.toThrow('no');
    expect(sent).toEqual(['begin: begin', 'rollback: rollback']);
  });

  test('reads and writes are distinguished', async () => {
    const { db, sent } = await recorded();
    await sql`create temporary table account (id integer, balance bigint, version bigint)`.execute(
      db,
    );
    await db.selectFrom('account').select('id').execute();
    await db.updateTable('account').set({ balance: 1 }).execute();
    expect(sent.map((line) => line.split(':')[0])).toEqual(['other', 'read', 'write']);
  });
});

test('a COMMIT that the server answers with ROLLBACK is an error, not a commit', async () => {
  const { db } = await recorded();
  const work = db.transaction().execute(async (trx) => {
    await sql`select 1/0`.execute(trx).catch(() => undefined);
  });
  await expect(work).rejects.toBeInstanceOf(RollbackError);
});

test('a COMMIT that fails is followed by a ROLLBACK: it may have left the transaction open', async () => {
  const { db, sent } = await recorded();
  await sql`create temporary table once (id integer unique deferrable initially deferred)`.execute(
    db,
  );
  const work = db
    .transaction()
    .execute((trx) => sql`insert into once values (1), (1)`.execute(trx));
  await expect(work).rejects.toMatchObject({ code: '23505' });
  expect(sent.slice(-2)).toEqual(['commit: commit', 'rollback: rollback']);
});

test('the error of the work is thrown, even if the session is lost meanwhile', async () => {
  const { db, session } = await recorded();
  const work = db.transaction().execute(async () => {
    await session.close();
    throw new Error('the first thing that went wrong');
  });
  await expect(work).rejects.toThrow('the first thing that went wrong');
});

test('a second query waits until the transaction has released the session', async () => {
  const { db, sent } = await recorded();
  let outside: Promise<unknown> = Promise.resolve();
  await db.transaction().execute(async (trx) => {
    outside = sql`select 'outside'`.execute(db);
    await sql`select 'inside'`.execute(trx);
  });
  await outside;
  expect(sent.map((line) => line.replace(/^\w+: /, ''))).toEqual([
    'begin',
    "select 'inside'",
    'commit',
    "select 'outside'",
  ]);
});

test('a session whose COMMIT was cancelled can be used again', async () => {
  const { db, session } = await recorded();
  // A deferred trigger runs during COMMIT, here long enough to be cancelled.
  await session.script(`
    create temporary table slow (id integer);
    create function pg_temp.sleep() returns trigger language plpgsql
      as $$ begin perform pg_sleep(60); return null; end $$;
    create constraint trigger slow after insert on slow deferrable initially deferred
      for each row execute function pg_temp.sleep()`);
  const work = db.transaction().execute((trx) => sql`insert into slow values (1)`.execute(trx));
  const ended = work.then(
    () => null,
    (error: unknown) => sqlstateIn(error),
  );
  const administrator = await openSession();
  const sleeping = `select 1 from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'`;
  await expect
    .poll(async () => (await administrator.query(sleeping, [session.pid])).length)
    .toBe(1);
  await administrator.query('select pg_cancel_backend($1)', [session.pid]);
  expect(await ended).toBe('57014');
  await db.transaction().execute((trx) => sql`select 1`.execute(trx));
  expect(session.inTransaction).toBe(false);
});

test('with more than a thousand texts, each is sent unchanged', async () => {
  const { db } = await recorded();
  const values = Array.from({ length: 1_100 }, (_, index) => index);
  const read: unknown[] = [];
  for (const value of [...values, 0, 1_099]) {
    const { rows } = await sql<{ value: number }>`select ${sql.lit(value)} as value`.execute(db);
    read.push(rows[0]?.value);
  }
  expect(read).toEqual([...values, 0, 1_099]);
});
