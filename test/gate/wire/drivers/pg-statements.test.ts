import type pg from 'pg';
import Cursor from 'pg-cursor';
import { describe, expect, test } from 'vitest';

import { COUNTER, ONE_STATEMENT, READ_THEN_WRITE, TWO_ROWS } from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { freeOrders, lockingOrders } from '../support/orders.js';
import {
  type Counter,
  type Client,
  write,
  addOne,
  inTransaction,
  SELECT,
  UPDATE,
  pooled,
  withPooled,
} from '../support/pg.js';

describe('prepared statements', () => {
  const named = (db: Client, name: string, text: string, values: readonly number[]) =>
    db.query<Counter>({ name, text, values: [...values] });

  test('are known by their names later', async () => {
    const result = await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: async (pool) => {
          const { rows } = await named(pool, 'read', SELECT, [1]);
          await named(pool, 'write', UPDATE, [(rows[0]?.value ?? 0) + 1, 1]);
        },
      },
      READ_THEN_WRITE,
    );
    expect(statementsBy('A', result)).toEqual([`${SELECT} [1]`, `${UPDATE} [1, 1]`]);
  });

  test('hold with one statement', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: async (pool) => {
          await named(pool, 'add', 'update counter set value = value + $1 where id = 1', [1]);
        },
      },
      ONE_STATEMENT,
    );
  });

  test('are known although their first use has failed', async () => {
    const { times: _two, ...base } = COUNTER;
    await expectCounts(
      {
        ...base,
        ...pooled(),
        schema: 'create table counter (id int primary key, value int check (value <= 1))',
        workers: {
          adder: addOne,
          // A pool drops the connection of a query of its own that fails.
          writer: (pool: pg.Pool) =>
            withPooled(pool, async (db) => {
              const { rows } = await db.query<Counter>(SELECT, [1]);
              await named(db, 'write', UPDATE, [(rows[0]?.value ?? 0) + 1, 1]);
            }),
        },
        refusals: ['23514'],
      },
      // The writer overwrites what was added between its two statements.
      { orders: 3, broken: 1 },
    );
  });
});

describe('a cursor', () => {
  const withCursor = (suffix: string) => (pool: pg.Pool) =>
    withPooled(pool, async (db) => {
      const sql = `select value from counter where id <= $1 order by id${suffix}`;
      const cursor = db.query(new Cursor<Counter>(sql, [2]));
      const [first] = await cursor.read(1);
      const [second] = await cursor.read(1);
      await cursor.close();
      await write(db, (first?.value ?? 0) + (second?.value ?? 0) + 1);
    });

  test('is read in steps', async () => {
    const result = await expectCounts(
      { ...TWO_ROWS, ...pooled(), worker: withCursor('') },
      // Its snapshot is that of the first read.
      { orders: freeOrders(3), broken: freeOrders(3) - 2 },
    );
    const read = 'select value from counter where id <= $1 order by id [2]';
    expect(statementsBy('A', result)).toEqual([read, read, `${UPDATE} [1, 1]`]);
  });

  test('holds as a part of a transaction that locks', async () => {
    await expectCounts(
      {
        ...TWO_ROWS,
        ...pooled(),
        worker: (pool) =>
          withPooled(pool, (db) =>
            inTransaction(db, async () => {
              await db.query('lock table counter');
              const cursor = db.query(new Cursor<Counter>('select value from counter', []));
              const [first] = await cursor.read(1);
              await cursor.close();
              await write(db, (first?.value ?? 0) + 1);
            }),
          ),
      },
      // BEGIN, LOCK, a read, a write, COMMIT.
      { orders: lockingOrders(5, 2), broken: 0 },
    );
  });
});

test('Promise.all holds when each statement is enough by itself', async () => {
  const add = 'update counter set value = value + 1 where id = $1';
  await expectCounts(
    {
      ...TWO_ROWS,
      ...pooled(),
      worker: async (pool) => void (await Promise.all([1, 2].map((id) => pool.query(add, [id])))),
    },
    { orders: freeOrders(2), broken: 0 },
  );
});
