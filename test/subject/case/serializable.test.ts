/** Serializable transactions end alike however often the rows were put back before. */
import type pg from 'pg';
import { expect, test } from 'vitest';

import { COUNTER } from '../../gate/wire/support/counter.js';
import { expectCounts } from '../../gate/wire/support/explore.js';
import { freeOrders } from '../../gate/wire/support/orders.js';
import { type Counter, pooled, SELECT, UPDATE, withPooled } from '../../gate/wire/support/pg.js';

/** Adds one to a row. */
const adding = (id: number) => (pool: pg.Pool) =>
  withPooled(pool, async (db) => {
    await db.query('begin isolation level serializable');
    try {
      const { rows } = await db.query<Counter>(SELECT, [id]);
      await db.query(UPDATE, [(rows[0]?.value ?? 0) + 1, id]);
      await db.query('commit');
    } catch (error) {
      await db.query('rollback');
      throw error;
    }
  });

const { times: _two, ...base } = COUNTER;
const twoRows = { ...base, ...pooled(), start: 'insert into counter values (1, 0), (2, 0)' };

test('on different rows they do not meet', async () => {
  const workers = { one: adding(1), two: adding(2) };
  await expectCounts({ ...twoRows, workers }, { orders: freeOrders(4), broken: 0 });
});

test('on one row they do', async () => {
  const workers = { one: adding(1), two: adding(1) };
  const { causes } = await expectCounts({ ...twoRows, workers }, { orders: 50, broken: 40 });
  expect(causes).toEqual({ '40001': 40 });
});
