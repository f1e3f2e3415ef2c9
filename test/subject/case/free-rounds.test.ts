/** Free rounds of a case: nothing is held, and luck decides. Where it matters, pg_sleep leaves room for it. */
import { expect, test } from 'vitest';
import type postgres from 'postgres';

import { defineCase } from '../../../src/authoring/case.js';
import { racedFreely } from '../../support/cases.js';
import { SHOP } from './free-shop.js';

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
  const result = await racedFreely(racy, { rounds: '10' });
  expect(result).toMatchObject({ verdict: 'broken', rounds: 10, unclear: 0, serialOrders: 2 });
  expect(result.broken).toBeGreaterThan(0);
  expect(result.broken + result.held).toBe(10);
  expect(result.overlapping).toBeGreaterThan(0);
  expect(result.ends.reduce((sum, { rounds }) => sum + rounds, 0)).toBe(10);
  const broken = result.ends.find(({ verdict }) => verdict === 'broken');
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
    /^Broken in \d+ of 10 rounds\. The invariant "stock is never below zero" is violated in/,
  );
});

test('an UPDATE that decides holds in each round', async () => {
  const safe = buying(
    'safe',
    async (sql) =>
      (await sql`update product set stock = stock - 1 where id = 1 and stock > 0`).count,
  );
  const result = await racedFreely(safe, { rounds: '10' });
  expect(result).toMatchObject({ verdict: 'held', held: 10, broken: 0, witness: null });
  expect(result.reason).toBe('Held in all 10 rounds; luck may have missed one that breaks.');
  expect(result.remarks).toEqual([]);
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
  /** The names of the workers in the order in which they were called. */
  const calledWith = async (seed: string): Promise<readonly string[]> => {
    const called: string[] = [];
    const ordered = defineCase({
      ...SHOP,
      name: 'ordered',
      workers: Object.fromEntries(
        ['a', 'b', 'c'].map((name) => [
          name,
          async (sql: postgres.Sql) => {
            called.push(name);
            await sql`select stock from product`;
          },
        ]),
      ),
    });
    await racedFreely(ordered, { rounds: '4', seed });
    return called;
  };
  const [one, other, again] = [await calledWith('1'), await calledWith('2'), await calledWith('1')];
  expect(other).toHaveLength(one.length);
  expect(other).not.toEqual(one);
  expect(again).toEqual(one);
});
