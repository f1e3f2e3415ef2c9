/** Cases that something is wrong with, and what is said about each. */

/** A case in a file of its own, `<name>.race.ts`. */
export interface BadCase {
  readonly name: string;
  /** Properties besides those of {@link SHOP}, or a whole module when it has an `export`. */
  readonly code: string;
  /** What follows `case <name> (./<name>.race.ts): `. */
  readonly says: string | RegExp;
  /** How the remedy begins. */
  readonly remedy: string;
}

/** What all files begin with: a shop that holds, since each customer buys a copy of their own. */
export const SHOP = `
import { defineCase } from 'race-lab';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
const buy = async (pool, context) => {
  const id = context.worker === 'anna' ? 1 : 2;
  await pool.query('update product set stock = stock - 1 where id = $1', [id]);
  return 'bought';
};
const shop = {
  name: 'NAME',
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 5), (2, 5)',
  open: ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  workers: { anna: buy, ben: buy },
};
`;

/** The module of a case. */
export function moduleOf({ name, code }: Pick<BadCase, 'name' | 'code'>): string {
  const body = /\bexport\b/.test(code) ? code : `export default defineCase({ ...shop, ${code} });`;
  return `${SHOP}\n${body}\n`.replaceAll('NAME', name);
}

/** The second worker does this; the first one buys. */
export const ben = (body: string): string =>
  `workers: { anna: buy, ben: async (pool, context) => { ${body} } }`;

const bad = (name: string, code: string, says: string | RegExp, remedy: string): BadCase => ({
  name,
  code,
  says,
  remedy,
});

const SQL = 'Correct the SQL.';
const schema = (sql: string): string => `schema: ${JSON.stringify(sql)}`;
const PRODUCT = 'create table product (id int primary key, stock int not null);';

export const OF_THE_DATABASE: readonly BadCase[] = [
  bad('sql', schema('creat table x ()'), 'schema fails: syntax error at or near "creat"', SQL),
  bad(
    'line',
    schema('select 1;\n\nselect * from none'),
    'schema (line 3) fails: relation "none" does not exist',
    SQL,
  ),
  bad(
    'second-part',
    `schema: ['select 1', ${JSON.stringify(PRODUCT)}, 'selct 2']`,
    'schema[2] fails: syntax error at or near "selct"',
    SQL,
  ),
  bad(
    'extension',
    schema('create extension no_such'),
    'schema fails: extension "no_such" is not available',
    SQL,
  ),
  bad(
    'no-file',
    `schema: './none.sql'`,
    'schema (./none.sql) does not exist',
    'Paths are relative to the file of the case.',
  ),
  bad(
    'directory',
    `schema: './dir.sql'`,
    'schema (./dir.sql) is a directory',
    'Name a file of SQL',
  ),
  bad('latin1', `schema: './latin1.sql'`, 'schema (./latin1.sql) is not UTF-8', 'Save it as UTF-8'),
  bad(
    'binary',
    `schema: './binary.sql'`,
    'schema (./binary.sql) has a zero byte, so it is no SQL',
    'Name a file',
  ),
  bad(
    'wrong-file',
    `schema: './wrong.sql'`,
    'schema (./wrong.sql:2) fails: syntax error at or near "tabel"',
    SQL,
  ),
  bad(
    'psql',
    schema(`${PRODUCT}\n\\connect other`),
    'schema has \\connect, a command of psql',
    'Leave it out',
  ),
  bad(
    'copy',
    schema(`${PRODUCT}\nCOPY product FROM stdin;\n1\t5\n\\.`),
    'schema has COPY … FROM stdin, whose data only psql can send',
    'Write INSERT statements instead',
  ),
  bad(
    'copy-alone',
    schema(`${PRODUCT} copy product from stdin`),
    /^schema has COPY/,
    'Write INSERT',
  ),
  bad(
    'create-database',
    schema('create database other'),
    'schema creates a database',
    'Leave that',
  ),
  bad(
    'create-role',
    schema('create role other'),
    'schema creates a role, and roles belong to the whole server',
    'Create the role beforehand',
  ),
  bad(
    'transaction',
    schema(`begin; ${PRODUCT}`),
    'schema leaves its transaction open, so its changes are lost',
    'Add COMMIT',
  ),
  bad('slow', schema('select pg_sleep(60)'), 'schema has not ended for 2 s', SQL),
  bad(
    'migration',
    `schema: () => { throw new Error('migration 7 failed') }`,
    'schema fails: migration 7 failed',
    'It is called with { url, env }',
  ),
  bad(
    'migration-string',
    `schema: () => { throw 'boom' }`,
    'schema fails: it threw "boom"',
    'It is',
  ),
  bad(
    'migration-endless',
    `schema: () => new Promise(() => {})`,
    'schema has not ended for 2 s',
    'Look for a promise',
  ),
  bad(
    'migration-open',
    `schema: async ({ url }) => { const client = new pg.Client(url); client.on('error', () => {}); await client.connect(); await client.query('begin; ${PRODUCT}'); }`,
    'schema leaves 1 transaction open, so its changes are lost',
    'Let it commit',
  ),
  bad('start', `start: 'insert into produkt values (1)'`, /^start fails: relation "produkt"/, SQL),
  bad(
    'foreign-key',
    `${schema(`${PRODUCT} create table b (product int references product)`)}, start: 'insert into b values (7)'`,
    'start fails: insert or update on table "b" violates foreign key constraint "b_product_fkey"',
    SQL,
  ),
  bad(
    'many-rows',
    `start: 'insert into product select g, 1 from generate_series(1, 100001) g'`,
    'start has 100,001 rows, more than 100,000, and every schedule reads them',
    'Leave out most of them',
  ),
];

const invariant = (sql: string): string => `invariants: { rule: ${JSON.stringify(sql)} }`;
const RULE = 'invariants["rule"]';
const QUERY = 'It must be one query';

export const OF_INVARIANTS: readonly BadCase[] = [
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
  bad('unreadable', invariant('select 1 frm x y'), `${RULE} fails: syntax error at or near "x"`, QUERY),
];

export const OF_THE_APPLICATION: readonly BadCase[] = [
  bad(
    'open',
    `open: () => { throw new Error('no config') }`,
    'open fails: no config',
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
    'predicate',
    `${ben(`throw new Error('x')`)}, refusals: ['y', () => { throw new TypeError('no') }]`,
    'refusals[1] fails: TypeError: no',
    'It is called with what a worker threw',
  ),
];
