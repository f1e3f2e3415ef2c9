/** More statements that are cut in two. */
import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import {
  exploreOne,
  expectBrokenWhenCut,
  inTransaction,
  publish,
  sites,
} from './cut-statements.js';

describe('a statement alone, outside a transaction', () => {
  test('an update that counts in its condition holds one at a time, and breaks in 4 of 6 orders when it is cut', () =>
    expectBrokenWhenCut(() => sites(publish)));

  test('an update that the server evaluates anew on the newest row holds', async () => {
    const counter = defineCase({
      name: 'counter',
      schema: 'create table counter (id int primary key, n int)',
      start: 'insert into counter values (1, 5)',
      open: ({ url }) => new pg.Pool({ connectionString: url }),
      close: (pool) => pool.end(),
      times: 3,
      worker: (pool: pg.Pool) =>
        pool.query('update counter set n = n - 1 where n > 0').then(() => 1),
    });
    expect(await exploreOne(counter)).toMatchObject({
      verdict: 'held',
      schedules: 90,
      unsteady: 0,
    });
  });
});

describe('a statement in a transaction', () => {
  test('is not cut when its snapshot is that of the transaction', async () => {
    const begin = 'begin isolation level repeatable read';
    const whole = await exploreOne(inTransaction(begin), {});
    const all = await exploreOne(inTransaction(begin), { overlap: 'all' });
    expect(all?.schedules).toBe(whole?.schedules);
  });
});
