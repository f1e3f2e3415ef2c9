/** What statements change in their session for good, and how it is undone. */
import { expect, test } from 'vitest';

import { SessionChanges } from '../../../src/gate/wire/session-changes.js';

function undoing(sql: string, isSetUp = true): readonly string[] {
  const changes = new SessionChanges();
  changes.note(sql, isSetUp);
  return changes.takeUndoing();
}

test.each([
  ['set role reader', ['reset role']],
  ['SET SESSION ROLE reader', ['reset role']],
  ['set session authorization reader', ['reset session authorization']],
  ['select 1; set search_path to a, b', ['reset search_path']],
  ["set app.tenant = '7'", ['reset app.tenant']],
  ["SET TIME ZONE 'UTC'", ['reset TIME ZONE']],
  ["select set_config('app.tenant', $1, false)", ['reset app.tenant']],
  ['select set_config($$x$$, $1, false)', []],
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
  changes.note('set role a', true);
  changes.note('set role b', true);
  expect(changes.takeUndoing()).toEqual(['reset role']);
  expect(changes.takeUndoing()).toEqual([]);
});
