import type pg from 'pg';
import Cursor from 'pg-cursor';
import { describe, expect, test } from 'vitest';

import { COUNTER, ONE_STATEMENT, READ_THEN_WRITE } from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { freeOrders, lockingOrders } from '../support/orders.js';
import {
  type Counter,
  type Client,
  write,
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
});

describe('a cursor', () => {
  const twoRows = { ...COUNTER, start: 'insert into counter values (1, 0), (2, 0)' };

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
      { ...twoRows, ...pooled(), worker: withCursor('') },
      // Its snapshot is that of the first read.
      { orders: freeOrders(3), broken: freeOrders(3) - 2 },
    );
    const read = 'select value from counter where id <= $1 order by id [2]';
    expect(statementsBy('A', result)).toEqual([read, read, `${UPDATE} [1, 1]`]);
  });

  test('holds as a part of a transaction that locks', async () => {
    await expectCounts(
      {
        ...twoRows,
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

describe('Promise.all', () => {
  const twoRows = { ...COUNTER, start: 'insert into counter values (1, 0), (2, 0)' };

  /** Reads two rows at once, and then writes both at once. */
  async function both(db: Client): Promise<void> {
    const read = async (id: number) => {
      const { rows } = await db.query<Counter>(SELECT, [id]);
      return rows[0]?.value ?? Number.NaN;
    };
    const values = await Promise.all([read(1), read(2)]);
    await Promise.all(values.map((value, index) => db.query(UPDATE, [value + 1, index + 1])));
  }

  /**
   * It holds when one reads each row after the other has written it. B's read of row 1 may come before A's write of
   * row 2, or after it; all else is one after another. And the same with B first.
   */
  const counts = { orders: freeOrders(4), broken: freeOrders(4) - 2 * 2 };

  const inOrder = [`${SELECT} [1]`, `${SELECT} [2]`, `${UPDATE} [1, 1]`, `${UPDATE} [1, 2]`];

  test('on a pool sends each statement on a connection of its own', async () => {
    const result = await expectCounts({ ...twoRows, ...pooled(), worker: both }, counts);
    expect(statementsBy('A', result)).toEqual(inOrder);
    expect(statementsBy('B', result).slice(0, 2)).toEqual(inOrder.slice(0, 2));
  });

  test('on one client sends one statement after another', async () => {
    const result = await expectCounts(
      { ...twoRows, ...pooled(), worker: (pool) => withPooled(pool, both) },
      counts,
    );
    expect(statementsBy('A', result)).toEqual(inOrder);
  });

  test('holds when each statement is enough by itself', async () => {
    const add = 'update counter set value = value + 1 where id = $1';
    await expectCounts(
      {
        ...twoRows,
        ...pooled(),
        worker: async (pool) => void (await Promise.all([1, 2].map((id) => pool.query(add, [id])))),
      },
      { orders: freeOrders(2), broken: 0 },
    );
  });
});
