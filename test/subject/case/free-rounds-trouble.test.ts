/** Free rounds that do not end by themselves, or leave something behind. */
import { expect, test } from 'vitest';
import pg from 'pg';

import { defineCase } from '../../../src/authoring/case.js';
import { racedFreely } from '../../support/cases.js';
import { committing, POOL_SHOP, SHOP } from './free-shop.js';
import { lockBoth } from './troubled-rounds.js';

test('a deadlock is a failure that no serial order has', async () => {
  const crossing = defineCase({
    ...SHOP,
    name: 'crossing',
    workers: { up: lockBoth(1, 2), down: lockBoth(2, 1) },
  });
  const result = await racedFreely(crossing, { rounds: '5' });
  expect(result).toMatchObject({ verdict: 'broken', causes: { '40P01': result.broken } });
  expect(result.broken).toBeGreaterThan(0);
  expect(result.witness?.anomalies).toContainEqual(
    expect.objectContaining({ kind: 'failure', sqlstate: '40P01' }),
  );
});

test('locks in the same order never deadlock', async () => {
  const queueing = defineCase({
    ...SHOP,
    name: 'queueing',
    workers: { one: lockBoth(1, 2), other: lockBoth(1, 2) },
  });
  expect(await racedFreely(queueing, { rounds: '5' })).toMatchObject({
    verdict: 'held',
    causes: {},
  });
});

test.each([
  [
    'select 1 / 0',
    [
      'In 2 rounds the server answered a COMMIT with ROLLBACK, because a statement before it had failed',
    ],
  ],
  [
    `do $$ begin raise warning 'the stock is low'; end $$`,
    ['The server warned: the stock is low.'],
  ],
  ['select 1 / 1', []],
])('what the server says besides is reported: %s', async (sql, said) => {
  const noting = defineCase({ ...POOL_SHOP, name: 'noting', worker: committing(sql) });
  const { remarks } = await racedFreely(noting, { rounds: '2' });
  expect(remarks).toEqual(said.map((begin) => expect.stringContaining(begin)));
});

test('a deadlock that the server cannot see is an error, and says who waits for whom', async () => {
  let free: Promise<unknown> = Promise.resolve();
  /** A lock of the application. */
  const alone = (work: () => Promise<unknown>): Promise<unknown> => {
    const mine = free.then(work);
    free = mine.catch(() => undefined);
    return mine;
  };
  const crossing = defineCase({
    ...SHOP,
    name: 'crossing',
    workers: {
      rowFirst: async (sql) => {
        await sql.begin(async (tx) => {
          await tx`update product set stock = 2 where id = 1`;
          await tx`select pg_sleep(0.01)`;
          await alone(() => Promise.resolve());
        });
      },
      rowLast: async (sql) => {
        await alone(async () => {
          await sql`select stock, pg_sleep(0.01) from product`;
          await sql`update product set stock = 3 where id = 1`;
        });
      },
    },
  });
  await expect(racedFreely(crossing, { rounds: '5' }, 600)).rejects.toThrow(
    'case crossing: no worker has made progress for 600 ms: A (rowFirst) waits inside the application; B (rowLast) waits for A',
  );
});

test('a transaction that is left open is found, and does not keep the other worker', async () => {
  const leaving = defineCase({
    ...SHOP,
    name: 'leaving',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    workers: {
      leaver: async (pool) => {
        const client = await pool.connect();
        await client.query('begin');
        await client.query('update product set stock = stock - 1 where id = 1');
        client.release();
      },
      waiter: async (pool) => {
        await pool.query('select pg_sleep(0.01)');
        await pool.query('update product set stock = stock + 1 where id = 1');
      },
    },
  });
  const result = await racedFreely(leaving, { rounds: '3' });
  expect(result).toMatchObject({ verdict: 'broken', rounds: 3 });
  expect(result.ends[0]?.anomalies).toEqual([
    { kind: 'left open', worker: 1, what: 'transaction' },
  ]);
});
