/** Cases whose workers misbehave, and what is said about each. */
import { ben, type BadCase } from './table.js';

const worker = (name: string, body: string, says: string | RegExp, remedy: string): BadCase => ({
  name,
  code: ben(body),
  says,
  remedy,
});

const returns = (name: string, value: string, what: string | RegExp, remedy: string): BadCase =>
  worker(
    `returns-${name}`,
    `await buy(pool, context); return ${value};`,
    typeof what === 'string' ? `workers.ben returned ${what}` : what,
    remedy,
  );

const PLAIN = 'Return plain data';

export const RESULTS: readonly BadCase[] = [
  returns('bigint', '{ rows: [{ id: 7n }] }', 'a BigInt (result.rows[0].id)', 'Return String('),
  returns('map', 'new Map([[1, 2]])', 'a Map', 'JSON would leave out'),
  returns(
    'promise',
    '{ row: buy(pool, context) }',
    'a promise inside the result (result.row)',
    'Await',
  ),
  returns(
    'cycle',
    '(() => { const a = {}; a.a = a; return a; })()',
    'an object that refers to itself',
    PLAIN,
  ),
  returns(
    'getter',
    `{ get a() { throw new Error('no') } }`,
    'an object that cannot be read: no',
    PLAIN,
  ),
  returns('huge', `'x'.repeat(10_000_000)`, '10 million characters of JSON', 'Return only what'),
];

const NEVER =
  // On a busy machine it does not yet count as waiting.
  /^no worker has made progress for 1 s: A \(anna\) is done; B \(ben\) (?:waits inside the application|neither sends a statement nor ends its attempt)$/;
const CLIENT = 'const client = await pool.connect();';
const PUT_BACK = 'Define everything in schema';

export const WORKERS: readonly BadCase[] = [
  worker('endless', 'await new Promise(() => {})', NEVER, 'A worker waits for something'),
  worker(
    'polls',
    `for (;;) { await sleep(20); await pool.query('select 1'); }`,
    /^no worker has made progress for 1 s/,
    'A worker waits for something',
  ),
  {
    name: 'blocked',
    code: `open: async ({ url }) => { const pool = new pg.Pool({ connectionString: url }); const client = await pool.connect(); await client.query('begin; update product set stock = 4 where id = 2'); return Object.assign(pool, { client }); }, close: (pool) => { pool.client.release(true); return pool.end(); }`,
    says: /B \(ben\) waits for server process \d+, which no worker uses$/,
    remedy: 'Another connection holds the lock',
  },
  {
    name: 'refreshes',
    code: `schema: 'create table product (id int primary key, stock int not null); create materialized view total as select sum(stock) from product', ${ben(`await buy(pool, context); await pool.query('refresh materialized view total'); return 1`)}`,
    says: 'workers.ben refreshes a materialized view, which cannot be put back: refresh materialized view total',
    remedy: 'Leave that statement out',
  },
  worker(
    'repeats',
    `for (;;) await pool.query('select from product')`,
    'workers.ben has sent 1000 statements and does not stop; the last: select from product',
    'Look for an endless loop.',
  ),
  {
    name: 'keeps-clients',
    code: `open: ({ url }) => new pg.Pool({ connectionString: url, max: 3 }), ${ben(`${CLIENT} await client.query('update product set stock = 1'); return 1`)}`,
    says: /^no worker has made progress for 1 s: .* (?:waits inside the application|neither sends)/,
    remedy:
      'A worker waits for something that never comes. If it waits for a client of a pool: 3 connections',
  },
  worker(
    'exits',
    `await buy(pool, context); process.exit(0)`,
    'workers.ben called process.exit()',
    'Let it throw an error instead.',
  ),
  worker(
    'aborts',
    'process.abort()',
    'workers.ben called process.abort()',
    'Let it throw an error',
  ),
  worker(
    'rejects',
    `Promise.reject(new Error('nobody listens')); await buy(pool, context)`,
    /^an error that no code handled: nobody listens at \.\/rejects\.race\.ts:\d+$/,
    'Look for a promise without an await',
  ),
  worker(
    'timer',
    `setTimeout(() => { throw new Error('late') }, 1); await buy(pool, context); await sleep(20)`,
    /^an error that no code handled: late at \.\/timer\.race\.ts:\d+$/,
    'Look for a promise without an await',
  ),
  worker(
    'not-awaited',
    `pool.query('update none set a = 1'); await buy(pool, context)`,
    'an error that no code handled: relation "none" does not exist',
    'Look for a promise without an await',
  ),
  worker(
    'terminates',
    `await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()')`,
    /^(?:the server ended a session of race-lab itself|an error that no code handled: terminating connection)/,
    '',
  ),
  worker(
    'drops',
    `await pool.query('drop table product')`,
    'a worker drops the table product',
    PUT_BACK,
  ),
  worker(
    'renames',
    `await pool.query('alter table product rename stock to stocks')`,
    'a worker drops the column product.stock',
    PUT_BACK,
  ),
  worker(
    'retypes',
    `await pool.query('alter table product alter stock type bigint')`,
    'a worker changes the column product.stock',
    PUT_BACK,
  ),
  worker(
    'indexes',
    `await pool.query('create index if not exists by_stock on product (stock)')`,
    'a worker adds the index by_stock',
    PUT_BACK,
  ),
  worker(
    'settings',
    `await pool.query("do $$ begin execute format('alter database %I set work_mem = 1234', current_database()); end $$")`,
    'a worker changes the settings of the database',
    PUT_BACK,
  ),
];

/** They open many connections. */
export const CONNECTIONS: readonly BadCase[] = [
  worker(
    'leaks',
    `const all = await Promise.all([...Array(70)].map(async () => { const client = new pg.Client(context.url); client.on('error', () => {}); await client.connect(); return client; })); await buy(all[0], context)`,
    /^the server has no connection left for a worker: the application has 2\d\d connections open$/,
    'Let each worker end the clients that it makes',
  ),
];
