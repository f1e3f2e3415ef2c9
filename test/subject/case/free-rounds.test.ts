/** Free rounds of a case: nothing is held, and luck decides. Where it matters, pg_sleep leaves room for it. */
import { expect, test } from 'vitest';
import pg from 'pg';
import postgres from 'postgres';

import { defineCase } from '../../../src/authoring/case.js';
import { casesNamed, racedFreely } from '../../support/cases.js';

const SHOP = {
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 1), (2, 1)',
  open: ({ url }: { readonly url: string }) => postgres(url),
  close: (sql: postgres.Sql) => sql.end(),
};

/** Locks one row, and then another one. */
const lockBoth = (first: number, second: number) => (sql: postgres.Sql) =>
  sql
    .begin(async (tx) => {
      await tx`update product set stock = stock + 1 where id = ${first}`;
      await tx`select pg_sleep(0.01)`;
      await tx`update product set stock = stock + 1 where id = ${second}`;
    })
    .then(() => undefined);

const buying = (name: string, buy: (sql: postgres.Sql) => Promise<unknown>) =>
  defineCase({
    ...SHOP,
    name,
    worker: async (sql) => {
      if ((await buy(sql)) === 0) throw new Error('sold out');
    },
    invariants: { 'stock is never below zero': 'select id, stock from product where stock < 0' },
    refusals: 'sold out',
  });

test('a check before the decrement breaks, and the ends say how', async () => {
  const racy = buying('racy', async (sql) => {
    const [row] = await sql`select stock, pg_sleep(0.01) from product where id = 1`;
    if (row?.['stock'] < 1) return 0;
    return (await sql`update product set stock = stock - 1 where id = 1`).count;
  });
  const result = await racedFreely(racy, { rounds: '20' });
  expect(result).toMatchObject({ verdict: 'broken', rounds: 20, unclear: 0, serialOrders: 2 });
  expect(result.broken).toBeGreaterThan(0);
  expect(result.broken + result.held).toBe(20);
  expect(result.overlapping).toBeGreaterThan(0);
  expect(result.ends.reduce((sum, { rounds }) => sum + rounds, 0)).toBe(20);
  const [broken] = result.ends.filter(({ verdict }) => verdict === 'broken');
  expect(broken).toMatchObject({
    rounds: result.broken,
    endings: [{ kind: 'returned' }, { kind: 'returned' }],
    changes: [{ table: 'product', key: ['1'], columns: [{ name: 'stock', after: '-1' }] }],
  });
  expect(result.witness).toMatchObject({
    order: null,
    anomalies: [
      { kind: 'invariant', name: 'stock is never below zero', rows: [{ id: 1, stock: -1 }] },
      { kind: 'not serializable' },
    ],
    difference: { rows: [{ columns: [{ name: 'stock', before: '0', after: '-1' }] }] },
  });
  expect(result.reason).toMatch(
    /^Broken in \d+ of 20 rounds\. The invariant "stock is never below zero" is violated in/,
  );
});

test('an UPDATE that decides holds in each round', async () => {
  const safe = buying(
    'safe',
    async (sql) =>
      (await sql`update product set stock = stock - 1 where id = 1 and stock > 0`).count,
  );
  const result = await racedFreely(safe, { rounds: '20' });
  expect(result).toMatchObject({ verdict: 'held', held: 20, broken: 0, witness: null });
  expect(result.reason).toBe('Held in all 20 rounds; luck may have missed one that breaks.');
  expect(result.remarks).toEqual([]);
});

test('the wallet of case 05 breaks in many rounds, and the transfer of case 06 in none', async () => {
  const [wallet, transfer] = await casesNamed([
    '05-wallet-check-then-decrement',
    '06-transfer-decrement-then-check',
  ]);
  if (wallet === undefined || transfer === undefined) throw new Error('a case is missing');
  const broken = await racedFreely(wallet, { rounds: '40' });
  expect(broken.broken).toBeGreaterThan(10);
  const held = await racedFreely(transfer, { rounds: '40' });
  expect(held).toMatchObject({ verdict: 'held', held: 40, serialOutcomes: 2 });
});

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

test('a worker that fails in each order needs no race', async () => {
  const failing = defineCase({
    ...SHOP,
    name: 'failing',
    workers: {
      reader: async (sql) => void (await sql`select stock from product`),
      thrower: async (sql) => {
        await sql`select stock from product`;
        throw new TypeError('stock is not a function');
      },
    },
  });
  const result = await racedFreely(failing, { rounds: '3' });
  expect(result).toMatchObject({
    verdict: 'broken',
    broken: 0,
    held: 3,
    causes: { TypeError: 3 },
    witness: { round: null, order: [1, 2], anomalies: [{ kind: 'failure', worker: 2 }] },
  });
  expect(result.reason).toMatch(/^Wrong without any race, .* All 3 rounds ended like serial/);
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

test('workers that take turns are said to', async () => {
  let turn: Promise<unknown> = Promise.resolve();
  const mutexed = buying('mutexed', (sql) => {
    const mine = turn.then(async () => {
      const [row] = await sql`select stock from product where id = 1`;
      if (row?.['stock'] < 1) return 0;
      return (await sql`update product set stock = stock - 1 where id = 1`).count;
    });
    turn = mine.catch(() => undefined);
    return mine;
  });
  const result = await racedFreely(mutexed, { rounds: '5' });
  expect(result).toMatchObject({ verdict: 'held', overlapping: 0 });
  expect(result.remarks).toContainEqual(
    expect.stringContaining('In no round did statements of two workers overlap'),
  );
});

test('a forgotten await is told, and nothing is said to hold', async () => {
  const forgetting = defineCase({
    ...SHOP,
    name: 'forgetting',
    worker: (sql) => {
      sql`update product set stock = stock + 1 where id = 1`.catch(() => undefined);
      return Promise.resolve();
    },
  });
  const { verdict, reason } = await racedFreely(forgetting, { rounds: '3' });
  expect(verdict).toBe('inconclusive');
  expect(reason).toContain('is an await missing?');
});

test('what differs from run to run is not compared', async () => {
  const noting = defineCase({
    ...SHOP,
    schema: `create table note (id int generated always as identity primary key, at timestamptz default now())`,
    start: '',
    name: 'noting',
    worker: async (sql) => {
      const [row] = await sql`insert into note default values returning id`;
      return { id: row?.['id'] };
    },
  });
  const result = await racedFreely(noting, { rounds: '10' });
  expect(result).toMatchObject({ verdict: 'held', held: 10 });
  expect(result.ends).toHaveLength(1);
  expect(result.masked).toContain('note.at');
});

test('the seed decides in which order the workers are called', async () => {
  const orders = new Map<string, string[]>();
  const noting = (seed: string) =>
    defineCase({
      ...SHOP,
      name: 'ordered',
      workers: Object.fromEntries(
        ['a', 'b', 'c'].map((name) => [
          name,
          async (sql: postgres.Sql) => {
            orders.set(seed, [...(orders.get(seed) ?? []), name]);
            await sql`select stock from product`;
          },
        ]),
      ),
    });
  for (const seed of ['1', '2']) await racedFreely(noting(seed), { rounds: '8', seed });
  const [one = [], other = []] = orders.values();
  expect(one).toHaveLength(other.length);
  expect(one).not.toEqual(other);
});
