import { beforeAll, describe, expect, test } from 'vitest';

import { concernsOthers } from '../../../src/gate/wire/session-settings.js';
import { loadStatementParser, type StatementParser } from '../../../src/gate/wire/housekeeping.js';

let parser: StatementParser;
beforeAll(async () => {
  parser = await loadStatementParser();
});

const TABLES = new Set(['account', 'pg_accounts']);
const isHousekeeping = (sql: string) => parser.isHousekeeping(sql, TABLES);

describe('housekeeping', () => {
  test.each([
    // pings, of pools and by hand
    'select 1',
    'SELECT 1;',
    'values (1)',
    'select',
    '',
    '  ',
    ';',
    '-- ping',
    // the session
    'set search_path to app, public',
    "SET TIME ZONE 'UTC'",
    'set session characteristics as transaction isolation level serializable',
    'reset all',
    'SHOW SERVER_VERSION',
    'SHOW search_path',
    'discard all',
    'deallocate all',
    'DEALLOCATE "s1"',
    // asyncpg, when its pool takes a connection back
    'SELECT pg_advisory_unlock_all();\nCLOSE ALL;\nUNLISTEN *;\nRESET ALL;',
    "select set_config('search_path', 'app', false)",
    'SELECT pg_catalog.set_config($1, $2, false)',
    // postgres.js
    `select b.oid, b.typarray from pg_catalog.pg_type a
     left join pg_catalog.pg_type b on b.oid = a.typelem
     where a.typcategory = 'A' group by b.oid, b.typarray order by b.oid`,
    // Sequelize
    "SET client_min_messages TO warning;SET TIME ZONE INTERVAL '+00:00' HOUR TO MINUTE;",
    `WITH ranges AS (  SELECT pg_range.rngtypid, pg_type.typname AS rngtypname,
       pg_type.typarray AS rngtyparray, pg_range.rngsubtype FROM pg_range
       LEFT OUTER JOIN pg_type ON pg_type.oid = pg_range.rngtypid)
     SELECT pg_type.typname, pg_type.typtype, pg_type.oid, pg_type.typarray,
       ranges.rngtypname, ranges.rngtypid, ranges.rngtyparray
     FROM pg_type LEFT OUTER JOIN ranges ON pg_type.oid = ranges.rngsubtype
     WHERE (pg_type.typtype IN('b', 'e'));`,
    // Knex
    'select version();',
    // TypeORM
    'SELECT version()',
    'SELECT * FROM current_schema()',
    'SELECT current_database() AS "current_database"',
    `SELECT * FROM "pg_extension" WHERE "extname" = 'uuid-ossp'`,
    `SELECT "n"."nspname", "t"."typname" FROM "pg_type" "t"
     INNER JOIN "pg_namespace" "n" ON "n"."oid" = "t"."typnamespace"`,
    `SELECT * FROM "information_schema"."tables" WHERE "table_schema" = current_schema()
     AND "table_name" = 'migrations'`,
    // Prisma, Rails, SQLAlchemy, psycopg, asyncpg, JDBC, Npgsql
    `SELECT EXISTS(SELECT * FROM pg_namespace WHERE nspname = $1), version(), current_setting('server_version_num')::integer as numeric_version`,
    `SELECT t.oid, t.typname, t.typelem, t.typdelim, t.typinput, r.rngsubtype, t.typtype, t.typbasetype
     FROM pg_type as t LEFT JOIN pg_range as r ON oid = rngtypid
     WHERE t.typname IN ('int2', 'int4') UNION ALL SELECT 1, 'x', 2, ',', '-', 3, 'b', 4`,
    'select pg_catalog.version()',
    'show standard_conforming_strings',
    `SELECT pg_catalog.pg_class.relname FROM pg_catalog.pg_class
     JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace
     WHERE pg_catalog.pg_class.relname = $1::VARCHAR
       AND pg_catalog.pg_class.relkind = ANY (ARRAY[$2::VARCHAR, $3::VARCHAR])
       AND pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid)
       AND pg_catalog.pg_namespace.nspname != $4::VARCHAR`,
    `SELECT a.attname, format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid),
       a.attnotnull, col_description(a.attrelid, a.attnum) AS comment
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE a.attrelid = '"account"'::regclass AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY a.attnum`,
    `WITH RECURSIVE typeinfo_tree(oid, depth) AS (
       SELECT ti.oid, 0 FROM pg_catalog.pg_type AS ti WHERE ti.oid = any($1::oid[])
       UNION ALL SELECT ti.oid, tt.depth + 1 FROM pg_catalog.pg_type ti, typeinfo_tree tt
       WHERE ti.oid = tt.oid)
     SELECT DISTINCT *, basetype::regtype::text FROM typeinfo_tree ORDER BY depth DESC`,
    `SELECT ns.nspname, t.oid, CASE WHEN proc.proname = 'array_recv' THEN 'a' ELSE t.typtype END
     FROM pg_type AS t JOIN pg_namespace AS ns ON (ns.oid = typnamespace)
     LEFT OUTER JOIN pg_proc AS proc ON proc.oid = t.typreceive ORDER BY CASE WHEN true THEN 0 END`,
    'select current_user, current_schema, session_user',
    "select coalesce(current_setting('x', true), 'none')",
  ])('%s', (sql) => {
    expect(isHousekeeping(sql)).toBe(true);
  });
});

describe('a step', () => {
  test.each([
    // tables
    'select 1 from account',
    'table account',
    'select * from public.pg_type',
    'select * from pg_accounts',
    'select 1 from pg_type where exists (select from account)',
    'with a as (select * from account) select * from a',
    'with account as (select 1) select * from account',
    'select * from pg_type union all select * from account',
    'select (select balance from account)',
    'select 1 where 1 in (select id from account)',
    'select * from pg_type join account using (oid)',
    'select * from pg_type, lateral (select * from account) a',
    'select last_value from account_id_seq',
    // views of the catalogs that show what other workers do
    'select * from pg_locks',
    'select * from pg_catalog.pg_stat_activity',
    'select last_value from pg_sequences',
    // functions
    'select pg_advisory_lock(1)',
    'select pg_try_advisory_xact_lock(1)',
    'select pg_advisory_unlock_all()',
    'select pg_advisory_unlock_all(); unlisten *',
    'select pg_advisory_unlock_all() from account; reset all',
    'select pg_advisory_unlock_all(), pg_advisory_lock(1); reset all',
    'listen a; reset all',
    'unlisten a',
    'close all',
    "select pg_notify('a', 'b')",
    "select nextval('s')",
    "select setval('s', 1)",
    'select pg_sleep(1)',
    'select pg_terminate_backend(1)',
    'select txid_current()',
    'select random()',
    "select * from dblink('x', 'y') as t(a int)",
    'select withdraw(1, 10)',
    'select public.version()',
    'select * from withdraw(1)',
    'select count(*) from pg_type where withdraw(1)',
    'select max(nextval($1)) over (order by setval($2, 1)) from pg_type',
    // the clock
    'select now()',
    'select current_timestamp',
    'select clock_timestamp()',
    // more than reading
    'select * from pg_type for update',
    'select * into copy from pg_type',
    'create table copy as select * from pg_type',
    'with a as (insert into account values (1) returning 1) select * from a',
    'with a as (delete from pg_type returning 1) select 1',
    'insert into account select 1',
    'update pg_type set oid = 1',
    'lock table account',
    'copy account to stdout',
    'call withdraw(1)',
    'do $$ begin perform 1; end $$',
    'prepare a as select 1',
    'execute a',
    'execute ""',
    'fetch from "a"',
    'explain select 1',
    'listen jobs',
    'unlisten *',
    'notify jobs',
    'vacuum',
    // transactions
    'begin',
    'start transaction',
    'commit',
    'rollback',
    'savepoint a',
    // several
    'set search_path to app; select 1 from account',
    'set search_path to app; begin',
    'select 1; select pg_advisory_lock(1)',
    // no SQL
    'selec 1',
    'select 1 from',
  ])('%s', (sql) => {
    expect(isHousekeeping(sql)).toBe(false);
  });

  test('when the case has a table of that name, and only then', () => {
    const sql = 'select * from pg_type';
    expect(parser.isHousekeeping(sql, new Set(['pg_type']))).toBe(false);
    expect(parser.isHousekeeping(sql, new Set())).toBe(true);
    expect(parser.isHousekeeping('select * from pg_catalog.pg_type', new Set(['pg_type']))).toBe(
      true,
    );
  });
});

const stepKey = (sql: string, ...known: readonly string[]) => parser.stepKey(sql, new Set(known));

describe('the key of a step', () => {
  test('does not depend on literals', () => {
    const key = stepKey("select * from account where id = 1 and name = 'anna'");
    expect(stepKey("select * from account where id = 22 and name = 'ben'")).toBe(key);
    expect(key).toBe('select * from account where id = $1 and name = $2');
  });

  test('does not depend on names that may be new each time', () => {
    const nested = (name: string) => stepKey(`savepoint ${name}`);
    expect(nested('trx12')).toBe(nested('trx3'));
    expect(nested('"0195b4f6-2d1c-7e3a-9b0f-1c2d3e4f5a6b-sp-2"')).toBe(
      nested('"5f0c1d2e-8a7b-4c6d-9e0f-a1b2c3d4e5f6-sp-1"'),
    );
    expect(nested('outer')).not.toBe(nested('inner'));
  });

  test('tells tables and columns of the case apart, whatever is in their names', () => {
    const shard = (table: string) => stepKey(`update ${table} set slot1 = 1`, 'shard1', 'slot1');
    expect(shard('shard1')).toBe('update shard1 set slot1 = $1');
    expect(shard('SHARD1')).not.toBe(shard('shard2'));
    expect(shard('pg_temp.tmp1')).toBe(shard('pg_temp.tmp2'));
  });

  test('tells statements apart', () => {
    expect(stepKey('select id from account')).not.toBe(stepKey('select name from account'));
  });

  test('is the text of what cannot be parsed', () => {
    expect(stepKey('selec 1')).toBe('selec 1');
    expect(stepKey("select 'open")).toBe("select 'open");
    expect(stepKey('')).toBe('');
  });
});

test('remembers answers without mixing them up, for more texts than it keeps', () => {
  for (let id = 0; id < 2_100; id += 1) {
    expect(isHousekeeping(`select ${id}`)).toBe(true);
    expect(stepKey(`select ${id} from account`)).toBe('select $1 from account');
  }
  expect(isHousekeeping('select 7 from account')).toBe(false);
});

describe('settings', () => {
  const used = (sql: string) => parser.settingsIn(sql).filter((use) => concernsOthers(use));

  test.each([
    ["set app.tenant = '7'", ['app.tenant']],
    ['set search_path to app; set role joe', ['search_path', 'role']],
    ["set session authorization 'joe'", ['session_authorization']],
    ["set time zone 'UTC'", ['timezone']],
    ['set session characteristics as transaction read only', ['session characteristics']],
    ['reset app.tenant', ['app.tenant']],
    ['reset all', ['*']],
    ['discard all', ['*']],
    ["select set_config('App.Tenant', $1, false)", ['app.tenant']],
    ['select pg_catalog.set_config($1, $2, false)', ['*']],
    ["select current_setting('app.tenant', true)", ['app.tenant']],
    ['show app.tenant', ['app.tenant']],
    // They end with the transaction.
    ["set local app.tenant = '7'", []],
    ["select set_config('app.tenant', $1, true)", []],
    ['set transaction read only', []],
    // Drivers and services send them often.
    ["set statement_timeout = '5s'", []],
    ["select set_config('application_name', 'shop', false)", []],
    ["select current_setting('server_version_num')", []],
    ['show server_version', []],
    ['show all', []],
    ['discard plans', []],
    ['select 1', []],
    ['no statement', []],
  ])('%s', (sql, settings) => {
    expect(used(sql).map(({ name }) => name)).toEqual(settings);
  });
});
