/** Cases that look bad, and are explored all the same. */
import { expect } from 'vitest';

import { ben } from './table.js';

/** What the result has to match. */
export interface ToleratedCase {
  readonly name: string;
  readonly code: string;
  readonly result: object;
}

const HELD = { verdict: 'held', failure: null, unsteady: 0, masked: [], remarks: [] };

const held = (name: string, code: string, more: object = {}): ToleratedCase => ({
  name,
  code,
  result: { ...HELD, ...more },
});

/** The worker buys, and does this besides. */
const and = (name: string, body: string, more: object = {}): ToleratedCase =>
  held(name, ben(`await buy(pool, context); ${body}`), more);

const session = (name: string, body: string, more: object = {}): ToleratedCase =>
  held(
    name,
    ben(
      `await buy(pool, context); const client = await pool.connect(); try { ${body} } finally { client.release(); }`,
    ),
    more,
  );

/** A module that connects by itself. */
const own = (name: string, code: string, use: string): ToleratedCase =>
  held(
    name,
    `${code} const { open, close, ...rest } = shop;
     const work = async (_none, context) => { ${use} };
     export default defineCase({ ...rest, workers: { anna: work, ben: work, cara: work } });`,
  );

export const SESSIONS: readonly ToleratedCase[] = [
  session(
    'sets-role',
    `await client.query('set role pg_monitor'); await client.query('reset role');`,
  ),
  session('keeps-role', `await client.query('set role pg_monitor');`, {
    verdict: 'broken',
    causes: { 42501: expect.any(Number) },
  }),
  session('keeps-path', `await client.query('set search_path to nowhere');`, {
    verdict: 'broken',
    causes: { '42P01': expect.any(Number) },
  }),
  session(
    'keeps-setting',
    `const { rows: [before] } = await client.query("select current_setting('app.tenant', true) as tenant");
     await client.query("select set_config('app.tenant', '7', false)"); return before.tenant ?? '';`,
  ),
  session(
    'temporary',
    `await client.query('create temp table if not exists mine (id int)'); await client.query('insert into mine values (1)');
     return (await client.query('select count(*)::int from mine')).rows[0].count;`,
  ),
  session('listens', `await client.query('listen news'); await client.query('notify news');`),
  session(
    'locks-table',
    `await client.query('begin'); await client.query('lock table product'); await client.query('commit');`,
  ),
  and('keeps-lock', `await pool.query('select pg_advisory_lock(7)'); return 1;`, {
    verdict: 'broken',
  }),
  session(
    'open-transaction',
    `await client.query('begin'); await client.query('update product set stock = 1 where id = 2');`,
    { verdict: 'broken' },
  ),
];

const MOVED = 'Workers set the position of a sequence, and the position itself is not compared.';

export const CHANGES: readonly ToleratedCase[] = [
  held('truncates', ben(`await pool.query('truncate product'); return 1;`)),
  and(
    'creates',
    `await pool.query('create table if not exists extra (id serial)'); await pool.query('insert into extra default values');
     await pool.query('create schema if not exists more'); await pool.query('create or replace view more.v as select 1 as a'); return 1;`,
    {
      remarks: [
        'Workers create a table whose rows are not compared: extra. What schema creates is compared.',
      ],
    },
  ),
  held(
    'creates-several',
    `schema: shop.schema + '; create schema more', workers: { anna: (pool) => pool.query('select * into more.copies from product').then(() => 1), ben: async (pool) => { for (const n of [1, 2, 3]) await pool.query('create table copy' + n + ' as select 1 as a'); } }`,
    {
      remarks: [
        'Workers create tables whose rows are not compared: copy1, copy2, copy3 and 1 more. What schema creates is compared.',
      ],
    },
  ),
  and('large-objects', `await pool.query('select lo_from_bytea(0, $1)', ['abc']); return 1;`, {
    remarks: [
      'Workers write large objects, which are not compared, and not put back between schedules.',
    ],
  }),
  and('names', `await pool.query("select 'lo_creation', 'setvalue' from product"); return 1;`),
  held(
    'sequences',
    `schema: shop.schema + '; create sequence s cache 20', workers: { anna: buy, ben: async (pool) => { await pool.query("select setval('s', 7)"); return (await pool.query("select nextval('s')")).rows[0]; } }`,
    { remarks: [MOVED] },
  ),
  held(
    'restarts',
    `schema: shop.schema + '; create sequence s', ${ben(`await buy(pool, context); await pool.query('alter sequence s restart with 7'); return 1;`)}`,
    { remarks: [MOVED] },
  ),
  held(
    'prepares',
    ben(
      `const client = await pool.connect(); try { await client.query('begin'); await client.query('update product set stock = 1 where id = 2'); await client.query("prepare transaction 'two'"); } finally { await client.query('rollback'); client.release(); }`,
    ),
    {
      verdict: 'broken',
      causes: { 55000: 5 },
      remarks: ['The server warned: there is no transaction in progress.'],
    },
  ),
  held(
    'open-creates',
    `open: async ({ url }) => { const pool = new pg.Pool({ connectionString: url }); await pool.query('create table if not exists audit (id serial, at timestamptz default clock_timestamp())'); await pool.query('insert into audit default values'); return pool; }`,
    { remarks: ['What open changes in the database is there at the start of every schedule.'] },
  ),
];

const thrown = (name: string, what: string, message: unknown): ToleratedCase => ({
  name: `throws-${name}`,
  code: ben(`await buy(pool, context); ${what}`),
  result: {
    verdict: 'broken',
    failure: null,
    reason: expect.stringMatching(/ben fails \(\w+\) in the orders AB and BA/),
    witness: { anomalies: [{ kind: 'failure', name: 'ben', message }] },
  },
});

/** Whatever a worker throws is the ending of this worker. */
export const THROWN: readonly ToleratedCase[] = [
  thrown('string', `throw 'oh no'`, 'it threw "oh no"'),
  thrown('undefined', 'throw undefined', 'it threw undefined'),
  thrown('null', 'return Promise.reject(null)', 'it threw null'),
  thrown('object', 'throw { code: 7 }', 'it threw {"code":7}'),
  thrown('symbol', `throw Symbol('s')`, 'it threw Symbol(s)'),
  thrown(
    'unreadable',
    `throw { toJSON() { throw new Error('x') }, toString() { throw new Error('y') } }`,
    'it threw an object that cannot be read',
  ),
  thrown(
    'getter',
    `throw Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('nested') } })`,
    'something that cannot be read: an error: nested',
  ),
  thrown(
    'trap',
    `throw new Proxy({}, { get() { throw new Error('a') }, getPrototypeOf() { throw new Error('b') } })`,
    'something that cannot be read: an error: b',
  ),
  thrown('cycle', `const error = new Error('x'); error.cause = error; throw error`, 'x'),
  thrown(
    'password',
    `throw new Error('cannot reach ' + context.url)`,
    expect.stringMatching(
      /^cannot reach postgres:\/\/\w+:\*\*\*@127\.0\.0\.1:port\/race_lab_\w+\?/,
    ),
  ),
];

const remark = (text: RegExp): object => ({ remarks: [expect.stringMatching(text)] });

export const APPLICATIONS: readonly ToleratedCase[] = [
  held(
    'close-throws',
    `close: async (pool) => { await pool.end(); throw new Error('no goodbye'); }`,
    remark(
      /^Case close-throws \(\.\/close-throws\.race\.ts\): close fails: no goodbye at \.\/close-throws\.race\.ts:\d+\. It is called/,
    ),
  ),
  held(
    'close-endless',
    `close: () => new Promise(() => {})`,
    remark(/close has not ended for 1 s\. Look for a promise/),
  ),
  held(
    'keeps-a-client',
    // Each run keeps one.
    `open: ({ url }) => new pg.Pool({ connectionString: url, max: 30 }), ${ben(
      `await buy(pool, context); const client = await pool.connect(); await client.query('select stock from product');`,
    )}`,
    remark(/close has not ended for 1 s\. .* client\.release\(\)\.$/),
  ),
  held('closes-nothing', `close: () => {}`),
  held('one-connection', `open: ({ url }) => new pg.Pool({ connectionString: url, max: 1 })`),
  held(
    'short-lived',
    `open: ({ url }) => new pg.Pool({ connectionString: url, idleTimeoutMillis: 1 })`,
  ),
  held(
    'ends-late',
    ben(
      `await buy(pool, context); setTimeout(() => pool.query('update product set stock = 1 where id = 2').catch(() => {}), 2); return 1;`,
    ),
    {
      verdict: 'inconclusive',
      // It comes when all have ended, or as a step of a worker that has ended.
      reason: expect.stringMatching(/await/),
      remarks: expect.any(Array),
      unsteady: expect.any(Number),
      masked: expect.any(Array),
    },
  ),
  held('alone', `workers: { anna: buy }`, {
    verdict: 'inconclusive',
    reason: 'anna ran alone, so nothing was tested: give the case another worker.',
  }),
  and('dates', `return { at: new Date(), error: new RangeError('no') };`, {
    masked: ['result.at'],
  }),
  and(
    'changes-process',
    `process.env.DATABASE_URL = 'nowhere'; delete process.env.PGHOST; process.exitCode = 9; return 1;`,
  ),
  and('moves', `process.chdir('/'); return 1;`),
];

export const MODULES: readonly ToleratedCase[] = [
  own('pool-at-import', 'const pool = new pg.Pool();', 'return buy(pool, context)'),
  own(
    'url-at-import',
    'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });',
    'return buy(pool, context)',
  ),
  own(
    'url-at-first-use',
    'let pool; const db = () => (pool ??= new pg.Pool({ connectionString: process.env.DATABASE_URL }));',
    'return buy(db(), context)',
  ),
  own(
    'url-at-each-use',
    'const connect = async () => { const client = new pg.Client(process.env.DATABASE_URL); await client.connect(); return client; };',
    'const client = await connect(); try { return await buy(client, context) } finally { await client.end() }',
  ),
  own(
    'top-level-await',
    'const url = await Promise.resolve(process.env.DATABASE_URL); const pool = new pg.Pool({ connectionString: url });',
    'return buy(pool, context)',
  ),
];

/** They open many connections. */
export const CONNECTIONS: readonly ToleratedCase[] = [
  and(
    'fifty-connections',
    `const all = await Promise.all([...Array(50)].map(async () => { const client = new pg.Client(context.url); await client.connect(); return client; }));
     await all[7].query('update product set stock = 1 where id = 2'); await Promise.all(all.map((each) => each.end()));`,
  ),
];
