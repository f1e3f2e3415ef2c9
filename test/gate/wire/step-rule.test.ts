import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { Habits } from '../../../src/gate/wire/habits.js';
import { loadStatementParser, type StatementParser } from '../../../src/gate/wire/housekeeping.js';
import { StepRule } from '../../../src/gate/wire/step-rule.js';

let parser: StatementParser;
beforeAll(async () => {
  parser = await loadStatementParser();
});

const READ = 'select 1 from note';

let habits = new Habits();
let ended: ReadonlySet<number> = new Set();
beforeEach(() => {
  habits = new Habits();
  ended = new Set();
});

const ruleFor = () =>
  new StepRule({
    isHousekeeping: (sql) => parser.isHousekeeping(sql, new Set(['note'])),
    isDeallocation: (sql) => parser.isDeallocation(sql),
    settingsIn: (sql) => parser.settingsIn(sql),
    definitionUse: (sql) => parser.definitionUse(sql),
    hasEnded: (worker) => ended.has(worker),
    habits,
  });

/** A connection that was used before, and what a worker sends on it. */
const used = () => ({ inTransaction: false, lastKey: READ });
const fresh = () => ({ inTransaction: false, lastKey: '' });
const by = (worker: number, sql: string) => ({ sql, worker, isByDriver: false });
const byDriver = (sql: string) => ({ sql, worker: 1, isByDriver: true });

const set = (tenant: string) => `set app.tenant = '${tenant}'`;

test('what reads or writes a table is a step, and so is all in a transaction', () => {
  const rule = ruleFor();
  expect(rule.isStep(fresh(), by(1, READ))).toBe(true);
  expect(rule.isStep({ ...used(), inTransaction: true }, by(1, 'select 1'))).toBe(true);
  expect(rule.isStep(used(), by(1, 'select 1'))).toBe(false);
});

test('a statement that only drops prepared statements is no step, not even in a transaction', () => {
  const [rule, connection] = [ruleFor(), { ...used(), inTransaction: true }];
  expect(rule.isStep(connection, by(1, 'DEALLOCATE pdo_stmt_00000001'))).toBe(false);
  expect(rule.isStep(connection, by(1, 'deallocate s1; deallocate all'))).toBe(false);
  expect(rule.isStep(connection, by(1, 'deallocate s1; select 1'))).toBe(true);
  expect(rule.isStep(connection, by(1, 'discard plans'))).toBe(true);
});

test('what releases all advisory locks is none, unless a worker takes some', () => {
  const [rule, connection] = [ruleFor(), used()];
  const reset = 'select pg_advisory_unlock_all(); close all; unlisten *; reset all';
  for (const sql of [reset, 'discard all']) {
    expect(rule.isStep(connection, by(1, sql))).toBe(false);
  }
  rule.isStep(connection, by(2, 'select 1 from note where pg_try_advisory_lock(7)'));
  for (const sql of [reset, 'DISCARD  ALL']) {
    expect(rule.isStep(connection, by(1, sql))).toBe(true);
  }
  expect(rule.isStep(connection, by(1, 'reset all'))).toBe(false);
});

describe('a setting is housekeeping', () => {
  test('until another worker meets it', () => {
    const [rule, connection] = [ruleFor(), used()];
    expect(rule.isStep(connection, by(1, set('a')))).toBe(false);
    expect(rule.isStep(connection, by(1, READ))).toBe(true);
    expect(habits.ownSettings).toEqual(['app.tenant']);
    expect(rule.isStep(connection, by(1, set('a')))).toBe(false);
    expect(rule.isStep(connection, by(1, READ))).toBe(true);
    rule.isStep(connection, by(2, READ));
    expect(rule.isStep(connection, by(1, set('a')))).toBe(true);
    expect(rule.isStep(connection, by(1, 'set search_path to app'))).toBe(false);
  });

  test('when it is set back, or set anew by the next worker, after the first one has ended', () => {
    for (const next of ['reset app.tenant', 'discard all', set('b')]) {
      const [rule, connection] = [ruleFor(), used()];
      rule.isStep(connection, by(1, set('a')));
      if (next !== set('b')) {
        rule.isStep(connection, by(1, READ));
        rule.isStep(connection, by(1, next));
      }
      ended = new Set([1]);
      rule.isStep(connection, by(1, READ));
      if (next === set('b')) rule.isStep(connection, by(2, next));
      rule.isStep(connection, by(2, READ));
      expect(habits.hasSettings(['app.tenant'])).toBe(false);
    }
  });

  test('but not when it is set anew while the first one goes on', () => {
    const [rule, connection] = [ruleFor(), used()];
    rule.isStep(connection, by(1, set('a')));
    expect(rule.isStep(connection, by(2, set('b')))).toBe(true);
  });

  test('but not when it is set twice before it is used: a queue may hide who sends it', () => {
    const [rule, connection] = [ruleFor(), used()];
    rule.isStep(connection, byDriver(set('a')));
    expect(rule.isStep(connection, byDriver(set('b')))).toBe(true);
  });

  test('when it was made in an earlier schedule', () => {
    const [rule, connection] = [ruleFor(), used()];
    rule.isStep(connection, by(1, set('a')));
    rule.begin();
    rule.isStep(connection, by(2, READ));
    expect(habits.hasSettings(['app.tenant'])).toBe(false);
  });

  test('when a driver makes it on a new connection, whatever workers do', () => {
    const [rule, connection] = [ruleFor(), fresh()];
    expect(rule.isStep(connection, byDriver(set('all')))).toBe(false);
    rule.isStep(connection, by(2, READ));
    expect(habits.hasSettings(['app.tenant'])).toBe(false);
    habits.learnSettings(['app.tenant']);
    expect(rule.isStep(fresh(), byDriver(set('all')))).toBe(false);
    expect(rule.isStep(fresh(), by(1, set('a')))).toBe(true);
    expect(rule.isStep(used(), byDriver(set('a')))).toBe(true);
  });
});

describe('a question for what is defined is housekeeping', () => {
  const ask = "select to_regclass('memo')";
  const types = 'select oid from pg_type';

  test('until a worker defines something', () => {
    const [rule, connection] = [ruleFor(), used()];
    expect(rule.isStep(connection, by(1, ask))).toBe(false);
    expect(rule.isStep(connection, by(1, 'create temp table memo (id int)'))).toBe(true);
    expect(rule.isStep(connection, by(2, ask))).toBe(false);
    expect(rule.isStep(connection, by(1, 'create table memo (id int)'))).toBe(true);
    expect(rule.isStep(connection, by(2, ask))).toBe(true);
    expect(rule.isStep(fresh(), by(1, ask))).toBe(true);
    expect(ruleFor().isStep(used(), by(1, ask))).toBe(true);
  });

  test('also then, when it is for types, or a driver asks as it connects', () => {
    const rule = ruleFor();
    rule.isStep(used(), by(1, 'create table memo (id int)'));
    expect(rule.isStep(used(), by(2, types))).toBe(false);
    expect(rule.isStep(fresh(), byDriver(ask))).toBe(false);
    expect(rule.isStep(used(), byDriver(ask))).toBe(true);
  });
});
