import { Mutex } from 'async-mutex';
import pg from 'pg';
import { describe, expect, test } from 'vitest';

import type { DatabaseAddress } from '../../../../src/authoring/case.js';
import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy, statementsOf, witnessOf } from '../support/explore.js';
import { poolOrders } from '../support/orders.js';
import {
  type Client,
  readThenWrite,
  addOne,
  increment,
  SELECT,
  UPDATE,
  withClient,
  pooled,
  withPooled,
} from '../support/pg.js';

describe('a client for each worker, opened and closed in every schedule', () => {
  test('breaks between a read and a write', async () => {
    const result = await expectCounts(
      { ...COUNTER, worker: (address: DatabaseAddress) => withClient(address, readThenWrite) },
      READ_THEN_WRITE,
    );
    expect(witnessOf(result)).toBe('ABBA');
    expect(statementsOf(result)).toEqual([
      `A: ${SELECT} [1]`,
      `B: ${SELECT} [1]`,
      `B: ${UPDATE} [1, 1]`,
      `A: ${UPDATE} [1, 1]`,
    ]);
  });

  test('holds with one statement', async () => {
    await expectCounts(
      { ...COUNTER, worker: (address: DatabaseAddress) => withClient(address, addOne) },
      ONE_STATEMENT,
    );
  });
});

describe('a pool', () => {
  test('breaks in a transaction', async () => {
    const result = await expectCounts(
      { ...COUNTER, ...pooled(), worker: (pool) => withPooled(pool, (db) => increment(db)) },
      UNSAFE_TRANSACTION,
    );
    expect(statementsBy('B', result)).toEqual([
      'begin',
      `${SELECT} [1]`,
      `${UPDATE} [1, 1]`,
      'commit',
    ]);
  });

  test('holds with a lock', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: (pool) => withPooled(pool, (db) => increment(db, ' for update')),
      },
      LOCKED_TRANSACTION,
    );
  });
});

describe('a pool with fewer connections than workers', () => {
  test('shows the race of workers that take turns, statement by statement', async () => {
    const { remarks } = await expectCounts(
      { ...COUNTER, ...pooled({ max: 1 }), worker: readThenWrite },
      // It breaks when B starts before A has read: then B reads before A writes.
      { orders: poolOrders(2, 2, 1).length, broken: 2 },
    );
    expect(remarks).toEqual([
      expect.stringContaining('used the same connection'),
      expect.stringContaining('each start is a step of its own'),
    ]);
  });

  test('is not what is blamed for turns alone: a lock of the application does the same', async () => {
    const lock = new Mutex();
    const worker = (pool: pg.Pool) => lock.runExclusive(() => readThenWrite(pool));
    const { remarks } = await expectCounts(
      { ...COUNTER, ...pooled(), worker },
      // The other worker begins before, between or after the two statements of the first, and waits.
      { orders: 2 * 3, broken: 0 },
    );
    expect(remarks[0]).toContain('by a lock of the application, or by');
  });

  test('hands its connection to the worker that waits, statement by statement', async () => {
    const result = await expectCounts(
      {
        ...COUNTER,
        ...pooled({ max: 1 }),
        worker: async (pool) => {
          await readThenWrite(pool);
          await readThenWrite(pool);
        },
      },
      // It breaks when B starts behind A's start or its first or second statement: then one reads, and the other has
      // the connection before it writes. Behind the third, A has written twice before B reads.
      { orders: poolOrders(2, 4, 1).length, broken: 6 },
    );
    expect(statementsBy('B', result)).toHaveLength(witnessOf(result).replaceAll('A', '').length);
  });
});

describe('a pool that is ended during a schedule', () => {
  const ending = (work: (db: Client) => Promise<void>) => async (address: DatabaseAddress) => {
    const pool = new pg.Pool({ connectionString: address.url });
    await work(pool);
    // Nobody awaits it, and a promise that fails would be found.
    void pool.end();
  };

  test('breaks between a read and a write', async () => {
    await expectCounts({ ...COUNTER, worker: ending(readThenWrite) }, READ_THEN_WRITE);
  });

  test('holds with one statement', async () => {
    await expectCounts({ ...COUNTER, worker: ending(addOne) }, ONE_STATEMENT);
  });
});
