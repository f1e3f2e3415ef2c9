/** Cases whose other properties are wrong. */
import { bad, ben, PRODUCT, schema, type BadCase } from './table.js';

const invariant = (sql: string): string => `invariants: { rule: ${JSON.stringify(sql)} }`;
const RULE = 'invariants["rule"]';
const QUERY = 'It must be one query';

export const INVARIANTS: readonly BadCase[] = [
  bad(
    'unknown',
    invariant('select * from none'),
    `${RULE} fails: relation "none" does not exist`,
    QUERY,
  ),
  bad(
    'two',
    invariant('select 1; select 2'),
    `${RULE} has 2 statements`,
    'Write an invariant for each',
  ),
  bad('nothing', invariant('-- later'), `${RULE} has no statement`, QUERY),
  bad('update', invariant('update product set stock = 7'), `${RULE} is no query`, QUERY),
  bad(
    'with-update',
    invariant('with x as (update product set stock = 7 returning 1) select * from x'),
    /^invariants\["rule"\] fails: WITH clause containing a data-modifying statement/,
    QUERY,
  ),
  bad(
    'function-update',
    `${schema(`${PRODUCT} create function f() returns int language sql as 'update product set stock = 9; select 1'`)}, ${invariant('select f()')}`,
    `${RULE} changes the database`,
    'It may only read',
  ),
  bad(
    'sleep',
    invariant('select pg_sleep(60)'),
    `${RULE} takes longer than 500 ms`,
    'Write a query',
  ),
  bad(
    'parameter',
    invariant('select $1::int'),
    `${RULE} has a parameter, such as $1`,
    'Write the value',
  ),
  bad(
    'unreadable',
    invariant('select 1 frm x y'),
    `${RULE} fails: syntax error at or near "x"`,
    QUERY,
  ),
];

export const APPLICATIONS: readonly BadCase[] = [
  bad(
    'open',
    `open: () => { throw new Error('no config') }`,
    /^open fails: no config at \.\/[a-z-]+\.race\.ts:\d+/,
    'It is called',
  ),
  bad('open-string', `open: () => { throw 'oh' }`, 'open fails: it threw "oh"', 'It is called'),
  bad(
    'open-password',
    `open: ({ url }) => { throw new Error('cannot reach ' + url) }`,
    /^open fails: cannot reach postgres:\/\/\w+:\*\*\*@127\.0\.0\.1:\d+\//,
    'It is called',
  ),
  bad(
    'open-endless',
    `open: () => new Promise(() => {})`,
    'open has not ended for 1 s',
    'Look for',
  ),
  bad(
    'open-nothing',
    `open: () => {}, close: undefined`,
    /^no worker sends a statement through race-lab, so nothing was tested; workers\.anna failed: TypeError/,
    'Let open return what the workers use',
  ),
  bad(
    'elsewhere',
    `open: () => new pg.Pool({ connectionString: 'postgres://a:b@127.0.0.1:1/c' })`,
    'no worker sends a statement through race-lab, so nothing was tested; workers.anna failed: connect ECONNREFUSED 127.0.0.1:1',
    'Connect to the url',
  ),
  bad(
    'password',
    `open: ({ url }) => new pg.Pool({ connectionString: url.replace(/:[^:@]+@/, ':wrong@') })`,
    'no worker sends a statement through race-lab, so nothing was tested; workers.anna failed: password authentication failed',
    'Connect to the url',
  ),
  bad(
    'elsewhere-wrapped',
    `open: () => new pg.Pool({ connectionString: 'postgres://a:b@127.0.0.1:1/c' }),
    worker: (pool) => pool.query('select 1').catch((cause) => { throw new TypeError('Failed query:\\nselect 1', { cause }) }), workers: undefined`,
    'no worker sends a statement through race-lab, so nothing was tested; worker 1 failed: TypeError: Failed query: select 1, caused by: connect ECONNREFUSED 127.0.0.1:1',
    'Connect to the url',
  ),
  bad(
    'elsewhere-rows',
    `worker: () => { throw new Error('no account 1', { cause: 'none' }) }, workers: undefined`,
    'no worker sends a statement through race-lab, so nothing was tested; worker 1 failed: no account 1',
    'Connect to the url',
  ),
  bad(
    'open-wrapped',
    `open: () => { throw new Error('cannot open', { cause: new AggregateError([new Error('refused')]) }) }`,
    /^open fails: cannot open, caused by: refused at \.\/open-wrapped\.race\.ts:\d+$/,
    'It is called',
  ),
  bad(
    'misspelt-import',
    `import { sel } from './orders.mjs';
export default defineCase({ ...shop, worker: (pool) => sel(pool), workers: undefined });`,
    'no worker sends a statement through race-lab, so nothing was tested; worker 1 failed: TypeError: sel is not a function at ./misspelt-import.race.ts:20',
    'Check the import of sel',
  ),
  bad(
    'misspelt-method',
    `workers: { anna: (pool) => pool.qery('select 1'), ben: (pool) => pool.qery('select 1') }`,
    'no worker sends a statement through race-lab, so nothing was tested; workers.anna failed: TypeError: pool.qery is not a function at ./misspelt-method.race.ts:19',
    'Correct the code there',
  ),
  bad(
    'without-open',
    `open: undefined, close: undefined, workers: { anna: (db) => db.select(), ben: (db) => db.select() }`,
    'no worker sends a statement through race-lab, so nothing was tested; workers.anna failed: TypeError: db.select is not a function at ./without-open.race.ts:19',
    'Without open, the workers are handed { url }: let open make',
  ),
  bad(
    'silent',
    `workers: { anna: () => 1, ben: () => 2 }`,
    'no worker sends a statement through race-lab, so nothing was tested',
    'Connect to the url',
  ),
  bad(
    'alone',
    `workers: { anna: buy, ben: () => 2 }`,
    'only workers.anna sends statements through race-lab, so nothing was tested',
    'Connect to the url',
  ),
  bad(
    'pings',
    `workers: { anna: (pool) => pool.query('select 1').then(() => 1), ben: async (pool) => { await pool.query('select version()'); await pool.query('show server_version'); } }`,
    'workers.anna and workers.ben send only statements that read no table of the case, such as "select 1", so nothing was tested',
    'Let each worker use the tables of the case',
  ),
  bad(
    'one-pings',
    ben(`await pool.query('select 1')`),
    'workers.ben sends only statements that read no table of the case, such as "select 1", so nothing was tested',
    'Let each worker use the tables of the case',
  ),
  bad(
    'ignore-typo',
    `ignore: ['result.id', 'product.stok']`,
    "ignore has 'product.stok', and there is no such column",
    "Did you mean 'product.stock'?",
  ),
  bad(
    'ignore-nowhere',
    `ignore: 'somewhere.else'`,
    "ignore has 'somewhere.else', and there is no such column",
    "Write a table, such as 'product', a column with its table, such as",
  ),
  bad(
    'predicate',
    `${ben(`throw new Error('x')`)}, refusals: ['y', () => { throw new TypeError('no') }]`,
    /^refusals\[1\] fails: TypeError: no at \.\/predicate\.race\.ts:\d+$/,
    'It is called with what a worker threw',
  ),
];
