/** The same code at other default isolation levels. */
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { replay } from '../../../src/api/replay.js';
import { defineCase } from '../../../src/authoring/case.js';
import type { CaseResult } from '../../../src/model.js';
import type { CaseExploreOptions } from '../../../src/plan/case-options.js';
import { appUrl } from '../../support/app-role.js';
import { casesNamed, exploredCases } from '../../support/cases.js';
import { serverUrl } from '../../support/server.js';
import { openSession } from '../../support/sessions.js';

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
    plain = (await exploredCases([before], { isolation: 'all' })).results;
    named = (await exploredCases([after], { isolation: ['serializable'] })).results;
  }, 60_000);

  test('with a plain BEGIN, both leave at the weaker levels, and one of them has to retry at SERIALIZABLE', () => {
    expect(plain.map(shown)).toEqual([
      answer('read committed', 'broken', 60, 0),
      answer('repeatable read', 'broken', 60, 0),
      answer('serializable', 'held', 0, 60),
    ]);
    const said = plain.map(({ remarks }) => remarks.filter((each) => each.includes('retry')));
    expect(said).toEqual([
      [],
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

interface Counting {
  /** What begins the transaction of each worker. */
  readonly begin?: readonly [ann: string, ben: string];
  /** What runs before the transaction begins. */
  readonly before?: (client: pg.PoolClient) => Promise<unknown>;
  readonly more?: pg.PoolConfig;
  readonly retried?: string[];
}

/** Two workers read a number and write the next one: a lost update, which REPEATABLE READ refuses. */
const counting = ({ begin = ['begin', 'begin'], before, more = {}, retried = [] }: Counting = {}) =>
  defineCase({
    name: 'counting',
    schema: 'create table counter (n int); create table note (text text)',
    start: 'insert into counter values (0)',
    open: ({ url }) => new pg.Pool({ connectionString: url, ...more }),
    close: (pool) => pool.end(),
    retried,
    workers: {
      ann: (pool) => raise(pool, begin[0], before),
      ben: (pool) => raise(pool, begin[1], before),
    },
  });

async function raise(pool: pg.Pool, begin: string, before: Counting['before']): Promise<void> {
  const client = await pool.connect();
  try {
    await before?.(client);
    await client.query(begin);
    const { rows } = await client.query<{ n: number }>('select n from counter');
    await client.query('update counter set n = $1', [(rows[0]?.n ?? 0) + 1]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function at(
  isolation: CaseExploreOptions['isolation'],
  the: ReturnType<typeof counting>,
  url = serverUrl(),
): Promise<CaseResult> {
  const { results } = await explore(the, { url, isolation });
  const [only, ...others] = results;
  if (only === undefined || others.length > 0) throw new Error('there is not one result');
  return only;
}

describe('a lost update', () => {
  test('breaks at READ COMMITTED, as without a level', async () => {
    const chosen = await at('read-committed', counting());
    const usual = await at(undefined, counting());
    expect(chosen).toMatchObject({ verdict: 'broken', isolation: 'read committed', remarks: [] });
    expect(usual).toMatchObject({ verdict: 'broken', isolation: null });
    expect(chosen.broken).toBe(usual.broken);
  });

  test('needs a retry at REPEATABLE READ', async () => {
    const result = await at('repeatable-read', counting());
    expect(result).toMatchObject({ verdict: 'held', schedules: 50, broken: 0, unsteady: 0 });
    expect(result.causes).toEqual({ '40001': 40 });
  });

  test('that the code names REPEATABLE READ for is a failure as without a level, unless it is retried', async () => {
    const own = 'begin isolation level repeatable read';
    const usual = await at(undefined, counting({ begin: [own, own] }));
    const chosen = await at('serializable', counting({ begin: [own, own] }));
    expect(usual).toMatchObject({ verdict: 'broken' });
    expect(chosen.anomalies).toEqual(usual.anomalies);
    expect(chosen.anomalies.failure).toBeGreaterThan(0);
    const retried = await at('serializable', counting({ begin: [own, own], retried: ['40001'] }));
    expect(retried.verdict).toBe('held');
  });

  test('of one transaction that names its level, and one that does not, breaks by the failures of the first', async () => {
    const own = 'begin isolation level repeatable read';
    const result = await at('repeatable-read', counting({ begin: [own, 'begin'] }));
    const both = await at('repeatable-read', counting());
    expect(result.verdict).toBe('broken');
    expect(result.witness?.anomalies[0]).toMatchObject({ kind: 'failure', worker: 1 });
    expect(result.anomalies.failure).toBeLessThan(both.causes['40001'] ?? 0);
    expect(result.unaffected).toContain(
      `Transactions that name their own isolation level are unaffected: ${own}.`,
    );
  });
});

describe('a level of the session', () => {
  const READ_COMMITTED =
    'set session characteristics as transaction isolation level read committed';
  const UNAFFECTED = 'The case is unaffected: all its transactions name their own isolation level';

  test.each<[string, Counting, string]>([
    ['that workers set', { before: (client) => client.query(READ_COMMITTED) }, READ_COMMITTED],
    [
      'that its connection has',
      { more: { options: '-c default_transaction_isolation=read\\ committed' } },
      'default_transaction_isolation of the connection',
    ],
  ])('%s stays', async (_name, options, named) => {
    const result = await at('serializable', counting(options));
    expect(result.verdict).toBe('broken');
    expect(result.unaffected).toContain(`${UNAFFECTED} (${named}).`);
  });

  test('of the role for all databases does not: it is the default that is asked about', async () => {
    const url = await appUrl();
    const administrator = await openSession();
    try {
      await administrator.script(
        `alter role app set default_transaction_isolation = 'repeatable read'`,
      );
      const chosen = await at('read-committed', counting(), url);
      expect(chosen).toMatchObject({ verdict: 'broken', causes: {} });
      expect((await at(undefined, counting(), url)).causes).toEqual({ '40001': 40 });
    } finally {
      await administrator.script('alter role app reset all');
    }
  });
});

test('a failure that leaves something behind is found: the transaction before it is not run again', async () => {
  const before = (client: pg.PoolClient) => client.query(`insert into note values ('begun')`);
  const result = await at('repeatable-read', counting({ before }));
  expect(result.verdict).toBe('broken');
  expect(result.anomalies).toMatchObject({ failure: 0, 'not serializable': result.broken });
  expect(result.causes['40001']).toBe(result.broken);
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
