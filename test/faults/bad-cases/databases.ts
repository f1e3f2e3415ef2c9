/** Cases whose database cannot be made. */
import { bad, PRODUCT, schema, type BadCase } from './table.js';

const SQL = 'Correct the SQL.';

export const DATABASES: readonly BadCase[] = [
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
    /^schema fails: migration 7 failed at \.\/migration\.race\.ts:\d+$/,
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
