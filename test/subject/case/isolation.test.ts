/** The same code at other default isolation levels. */
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { replay } from '../../../src/api/replay.js';
import { defineCase } from '../../../src/authoring/case.js';
import type { CaseResult } from '../../../src/model.js';
import { casesNamed, exploredCases } from '../../support/cases.js';
import { serverUrl } from '../../support/server.js';

const shown = ({ isolation, verdict, schedules, broken, causes }: CaseResult) => ({
  isolation,
  verdict,
  orders: [schedules, broken],
  failures: causes['40001'] ?? 0,
});

const answer = (isolation: string, verdict: string, broken: number, failures: number) => ({
  isolation,
  verdict,
  orders: [70, broken],
  failures,
});

describe('two doctors who leave when two are on call', () => {
  let plain: readonly CaseResult[];
  let named: readonly CaseResult[];
  beforeAll(async () => {
    const [before, after] = await casesNamed([
      '18-on-call-default-level',
      '18-on-call-repeatable-read',
    ]);
    if (before === undefined || after === undefined) throw new Error('a case is missing');
    plain = (await exploredCases([before], { isolation: ['repeatable-read', 'serializable'] }))
      .results;
    named = (await exploredCases([after], { isolation: ['serializable'] })).results;
  }, 60_000);

  test('with a plain BEGIN, both leave at REPEATABLE READ, and one of them has to retry at SERIALIZABLE', () => {
    expect(plain.map(shown)).toEqual([
      answer('repeatable read', 'broken', 60, 0),
      answer('serializable', 'held', 0, 60),
    ]);
    const said = plain.map(({ remarks }) => remarks.filter((each) => each.includes('retry')));
    expect(said).toEqual([
      [],
      [
        'SERIALIZABLE needs a retry: it lets a worker fail in place of a wrong end, and the callers have to run it again.',
      ],
    ]);
  });

  test('with a level in its BEGIN, it is unaffected', () => {
    expect(named.map(shown)).toEqual([answer('serializable', 'broken', 60, 0)]);
    expect(named[0]?.unaffected).toContain(
      'The case is unaffected: all its transactions name their own isolation level (begin isolation level repeatable read).',
    );
  });
});

test('statements that are transactions of their own are the same at any level, and the report says so', async () => {
  const the = defineCase({
    name: 'alone',
    schema: 'create table counter (n int)',
    start: 'insert into counter values (0)',
    invariants: { 'it is a number': 'select 1 from counter where n is null' },
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    worker: async (pool: pg.Pool) => {
      const { rows } = await pool.query<{ n: number }>('select n from counter');
      await pool.query('update counter set n = $1', [(rows[0]?.n ?? 0) + 1]);
    },
  });
  const { results } = await explore(the, { url: serverUrl(), isolation: 'all' });
  const alone = 'No worker begins a transaction: each statement is one of its own, at any level.';
  expect(results.map(({ verdict, broken, unaffected }) => [verdict, broken, unaffected])).toEqual([
    ['broken', 4, []],
    ['broken', 4, [alone]],
    ['broken', 4, [alone]],
  ]);
});

test('schema and start are not run at the level, and the code sees it from the start on', async () => {
  const show = "current_setting('transaction_isolation')";
  const the = defineCase({
    name: 'levels',
    schema: `create table seen (who text primary key, level text); insert into seen values ('schema', ${show})`,
    start: `insert into seen values ('start', ${show})`,
    open: async ({ url }) => {
      const pool = new pg.Pool({ connectionString: url });
      await pool.query(`insert into seen values ('open', ${show})`);
      return pool;
    },
    close: (pool) => pool.end(),
    workers: {
      ann: (pool) =>
        pool.query('select who, level from seen order by who').then(({ rows }) => rows),
      ben: (pool) =>
        pool.query(`select ${show} as level from seen limit 1`).then(({ rows }) => rows),
    },
    invariants: { 'is looked at in READ COMMITTED': `select 1 where ${show} <> 'read committed'` },
  });
  const { verdict, replayed } = await replay(the, {
    url: serverUrl(),
    isolation: 'serializable',
    schedule: 'AB',
  });
  expect(verdict).toBe('held');
  expect(replayed.drawn.endings).toMatchObject([
    {
      value: [
        { who: 'open', level: 'serializable' },
        { who: 'schema', level: 'read committed' },
        { who: 'start', level: 'read committed' },
      ],
    },
    { value: [{ level: 'serializable' }] },
  ]);
});
