/** What statements change in their session for good, and how it is undone. */
import { beforeAll, expect, test } from 'vitest';

import { loadStatementParser, type StatementParser } from '../../../src/gate/wire/housekeeping.js';
import { SessionChanges } from '../../../src/gate/wire/session-changes.js';

let parser: StatementParser;
beforeAll(async () => {
  parser = await loadStatementParser();
});

const note = (changes: SessionChanges, sql: string, isReused = true) =>
  changes.note(sql, parser.settingsIn(sql), isReused);

function undoing(sql: string, isReused = true): readonly string[] {
  const changes = new SessionChanges();
  note(changes, sql, isReused);
  return changes.takeUndoing();
}

test.each([
  ['set role reader', ['reset role']],
  ['SET SESSION ROLE reader', ['reset role']],
  [
    'set session authorization reader',
    ['reset session authorization', 'reset session_authorization'],
  ],
  ['select 1; set search_path to a, b', ['reset search_path']],
  ["set app.tenant = '7'", ['reset app.tenant']],
  ["SET TIME ZONE 'UTC'", ['reset timezone']],
  ["/* mine */ set app.tenant = '7'", ['reset app.tenant']],
  ["set statement_timeout = '5s'", ['reset statement_timeout']],
  ["select set_config('app.tenant', $1, false)", ['reset app.tenant']],
  ['select set_config($$x$$, $1, false)', ['reset x']],
  ['select set_config($1, $2, false)', ['reset all']],
  ['reset all', ['reset all']],
  ['discard all', ['reset all']],
  ['listen news', ['unlisten *']],
  ['create temp table if not exists t (id int)', ['discard temp']],
  ['select 1 as a into temporary t', ['discard temp']],
  ['declare c cursor with hold for select 1', ['close all']],
  [
    'set session characteristics as transaction isolation level serializable',
    [
      'reset default_transaction_isolation',
      'reset default_transaction_read_only',
      'reset default_transaction_deferrable',
    ],
  ],
  // What ends with its transaction, what the gate itself sets, and what only looks similar.
  ['set local search_path to a', []],
  ["select set_config('app.tenant', '7', true)", []],
  ['set transaction isolation level serializable', []],
  ['set constraints all deferred', []],
  ["set deadlock_timeout = '1s'", []],
  ['update t set role = 1', []],
  ["insert into t values ('set role x')", []],
])('%s', (sql, commands) => {
  expect(undoing(sql)).toEqual(commands);
});

test('what a driver sets on a new connection stays', () => {
  expect(undoing('set search_path to app', false)).toEqual([]);
  expect(undoing('set role reader', false)).toEqual(['reset role']);
});

test('each is undone once', () => {
  const changes = new SessionChanges();
  note(changes, 'set role a');
  note(changes, 'set role b');
  expect(changes.takeUndoing()).toEqual(['reset role']);
  expect(changes.takeUndoing()).toEqual([]);
});

test('after all settings were set back, those of the driver are made again', () => {
  const changes = new SessionChanges();
  note(changes, 'set search_path to app', false);
  changes.noteSetUp("set time zone 'UTC'", parser.settingsIn("set time zone 'UTC'"));
  note(changes, 'select 1', false);
  note(changes, 'discard all');
  expect(changes.takeUndoing()).toEqual([
    'reset all',
    'set search_path to app',
    "set time zone 'UTC'",
  ]);
});
