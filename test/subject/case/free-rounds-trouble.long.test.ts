/** More that goes wrong in free rounds. */
import { expect, test } from 'vitest';
import pg from 'pg';
import postgres from 'postgres';

import { defineCase } from '../../../src/authoring/case.js';
import { racedFreely } from '../../support/cases.js';
import { SHOP } from './free-shop.js';
import { lockBoth } from './troubled-rounds.js';

test('a deadlock that callers retry counts as not having run', async () => {
  const crossing = defineCase({
    ...SHOP,
    name: 'crossing',
    workers: { up: lockBoth(1, 2), down: lockBoth(2, 1) },
    retried: ['40P01'],
  });
  const result = await racedFreely(crossing, { rounds: '5' });
  expect(result).toMatchObject({ verdict: 'held', held: 5 });
  expect(result.causes['40P01']).toBeGreaterThan(0);
});

test('a pool that is too small for all workers ends with its remedy', async () => {
  const starving = defineCase({
    ...SHOP,
    name: 'starving',
    open: ({ url }) => new pg.Pool({ connectionString: url, max: 2 }),
    close: (pool) => pool.end(),
    worker: async (pool) => {
      const outer = await pool.connect();
      await outer.query('select stock, pg_sleep(0.01) from product');
      const inner = await pool.connect();
      await inner.query('select stock from product');
      inner.release();
      outer.release();
    },
  });
  await expect(racedFreely(starving, { rounds: '5' }, 600)).rejects.toMatchObject({
    message: expect.stringContaining(
      'case starving: no worker has made progress for 600 ms: A (worker 1) waits inside the application; B (worker 2) waits inside the application',
    ),
    hint: expect.stringContaining('client.release()'),
  });
});

test('a session-level lock that is left behind is found, and released', async () => {
  const keeping = defineCase({
    ...SHOP,
    name: 'keeping',
    open: ({ url }) => ({ mine: postgres(url, { max: 1 }), other: postgres(url, { max: 1 }) }),
    close: async ({ mine, other }) => {
      await Promise.all([mine.end(), other.end()]);
    },
    workers: {
      keeper: async ({ mine }) => void (await mine`select pg_advisory_lock(7) from product`),
      waiter: async ({ other }) => {
        await other`select pg_sleep(0.02) from product`;
        await other`select pg_advisory_xact_lock(7) from product`;
      },
    },
  });
  const result = await racedFreely(keeping, { rounds: '3' });
  expect(result).toMatchObject({ verdict: 'broken', rounds: 3 });
  expect(result.ends[0]?.anomalies).toEqual([
    { kind: 'left open', worker: 1, what: 'advisory lock' },
  ]);
});
