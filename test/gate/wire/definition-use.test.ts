import { beforeAll, expect, test } from 'vitest';

import { loadStatementParser, type StatementParser } from '../../../src/gate/wire/housekeeping.js';

let parser: StatementParser;
beforeAll(async () => {
  parser = await loadStatementParser();
});

test.each([
  'create table note (id int)',
  'create table if not exists note (id int)',
  'create table note as select 1',
  'select 1 as id into note',
  'alter table note add column text text',
  'alter table note rename to memo',
  'drop table note',
  'create index on note (id)',
  'create schema app',
  'create view notes as select 1',
  "create type mood as enum ('calm')",
  'create sequence numbers',
  'begin; create table note (id int); commit',
  'create temp table part (id int); create table note (id int)',
])('defines something: %s', (sql) => {
  expect(parser.definitionUse(sql)).toBe('defines');
});

test.each([
  "select table_name from information_schema.tables where table_name = 'note'",
  "select 1 from pg_class where relname = 'note'",
  "select 1 from pg_catalog.pg_tables where tablename = 'note'",
  "select exists (select from pg_namespace where nspname = 'app')",
  "select to_regclass('note') is not null",
  "select pg_catalog.to_regclass('note')",
])('asks for what is defined: %s', (sql) => {
  expect(parser.definitionUse(sql)).toBe('asks');
});

test.each([
  // What drivers send when they connect.
  'select version()',
  'select current_schema()',
  'select oid, typarray from pg_catalog.pg_type',
  'select t.oid from pg_type t join pg_class c on c.oid = t.typrelid',
  "select setting from pg_settings where name = 'server_version'",
  // Other sessions do not see it.
  'create temp table part (id int)',
  'select 1 as id into temp part',
  'create temp view notes as select 1',
  // Rows.
  'select * from note',
  "insert into note values (1, 'create table')",
  'truncate note',
  'begin',
  'not SQL',
])('neither: %s', (sql) => {
  expect(parser.definitionUse(sql)).toBeNull();
});
