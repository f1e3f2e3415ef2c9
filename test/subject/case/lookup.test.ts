/** After free rounds that broke: a schedule that ends like one of them. */
import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { casesNamed, racedFreely, replaying } from '../../support/cases.js';
import { POOL_SHOP } from './free-shop.js';

test('a round that broke has a schedule that ends the same, and its replay breaks', async () => {
  const [wallet] = await casesNamed(['05-wallet-check-then-decrement']);
  if (wallet === undefined) throw new Error('the case is missing');
  const { witness } = await racedFreely(wallet, { rounds: '20' });
  const schedule = witness?.lookup?.schedule ?? [];
  expect(schedule.toSorted((one, other) => one - other)).toEqual([1, 1, 1, 2, 2, 2]);
  const { verdict, replayed } = await replaying(wallet, (replay) =>
    replay({ schedule, follow: false }),
  );
  expect(verdict).toBe('broken');
  expect(replayed.drawn.endings).toEqual(witness?.endings);
  expect(replayed.drawn.changes).toEqual(witness?.changes);
});

/** Reads and writes within one statement, and loses an update that comes in between. */
const LOSING = `with seen as materialized (select stock, pg_sleep(0.03) from product where id = 1)
  update product set stock = seen.stock + 1 from seen where id = 1`;

test('what happens inside statements that overlap is in no schedule', async () => {
  const losing = defineCase({
    ...POOL_SHOP,
    name: 'losing',
    worker: async (pool) => void (await pool.query(LOSING)),
  });
  const { verdict, witness } = await racedFreely(losing, { rounds: '3' });
  expect(verdict).toBe('broken');
  expect(witness?.lookup).toEqual({ schedule: null, schedules: 2 });
});

test('a case that stands still when its statements are held keeps its verdict', async () => {
  let free: Promise<unknown> = Promise.resolve();
  /** A lock of the application. */
  const alone = (work: () => Promise<unknown>): Promise<unknown> => {
    const mine = free.then(work);
    free = mine.catch(() => undefined);
    return mine;
  };
  const crossing = defineCase({
    ...POOL_SHOP,
    name: 'crossing',
    workers: {
      rowFirst: async (pool) => {
        await pool.query(LOSING);
        const client = await pool.connect();
        await client.query('begin');
        await client.query('update product set stock = 5 where id = 2');
        await client.query('select stock from product');
        await alone(() => Promise.resolve());
        await client.query('commit');
        client.release();
      },
      rowLast: async (pool) => {
        await pool.query(LOSING);
        await pool.query('select pg_sleep(0.1)');
        await alone(async () => {
          await pool.query('select stock from product');
          await pool.query('update product set stock = 6 where id = 2');
        });
      },
    },
  });
  const { verdict, rounds, witness, remarks } = await racedFreely(crossing, { rounds: '1' }, 500);
  expect({ verdict, rounds, remarks }).toEqual({ verdict: 'broken', rounds: 1, remarks: [] });
  expect(witness?.lookup?.schedule).toBeNull();
});

test('an error that no code handles during the search leaves the verdict, and is told', async () => {
  let calls = 0;
  const losing = defineCase({
    ...POOL_SHOP,
    name: 'losing',
    worker: async (pool) => {
      await pool.query(LOSING);
      calls += 1;
      if (calls > FREE_CALLS) void Promise.reject(new Error('the cache is gone'));
    },
  });
  const { verdict, rounds, witness, remarks } = await racedFreely(losing, { rounds: '1' });
  expect({ verdict, rounds }).toEqual({ verdict: 'broken', rounds: 1 });
  expect(witness?.round).toBe(1);
  expect(remarks.join()).toMatch(
    /The search for a schedule that ends like round 1 was given up: .*an error that no code handled: the cache is gone/,
  );
});

/**
 * Two workers in two serial orders, twice, and in one of them once more; three times from a common start; two rounds to
 * warm up and one that counts; the serial orders again.
 */
const FREE_CALLS = 2 * (2 * 2 + 1 + 3 + 2 + 1 + 2 * 2);
