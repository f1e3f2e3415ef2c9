/** Pools of pg without transactions, and with fewer connections than workers. */
import { describe, expect, test } from 'vitest';

import { COUNTER, ONE_STATEMENT, READ_THEN_WRITE } from '../support/counter.js';
import { expectCounts, statementsBy, statementsOf } from '../support/explore.js';
import { losesUpdate, poolOrders } from '../support/orders.js';
import {
  addOne,
  increment,
  pooled,
  readThenWrite,
  SELECT,
  UPDATE,
  withPooled,
} from '../support/pg.js';

describe('a pool', () => {
  test('breaks between a read and a write', async () => {
    const result = await expectCounts(
      { ...COUNTER, ...pooled(), worker: readThenWrite },
      READ_THEN_WRITE,
    );
    expect(statementsBy('A', result)).toEqual([`${SELECT} [1]`, `${UPDATE} [1, 1]`]);
  });

  test('holds with one statement', async () => {
    await expectCounts({ ...COUNTER, ...pooled(), worker: addOne }, ONE_STATEMENT);
  });
});

describe('a pool with fewer connections than workers', () => {
  test('holds with a transaction that has the only connection to itself', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled({ max: 1 }),
        worker: (pool) => withPooled(pool, (db) => increment(db)),
      },
      // B starts behind A's start, or one, two, three or all four of its statements.
      { orders: 2 * 5, broken: 0 },
    );
  });

  test('lets two of three workers race', async () => {
    const orders = poolOrders(3, 2, 2);
    const broken = orders.filter((order) => losesUpdate(order)).length;
    const result = await expectCounts(
      { ...COUNTER, ...pooled({ max: 2 }), times: 3, worker: readThenWrite },
      { orders: orders.length, broken },
    );
    expect(statementsOf(result).filter((text) => text.includes(UPDATE))).toHaveLength(3);
    expect(result.remarks).toEqual([expect.stringContaining('each start is a step of its own')]);
  });
});
