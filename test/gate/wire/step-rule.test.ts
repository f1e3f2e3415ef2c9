import { beforeAll, expect, test } from 'vitest';

import { Habits } from '../../../src/gate/wire/habits.js';
import { loadStatementParser, type StatementParser } from '../../../src/gate/wire/housekeeping.js';
import { StepRule } from '../../../src/gate/wire/step-rule.js';

let parser: StatementParser;
beforeAll(async () => {
  parser = await loadStatementParser();
});

const SET = "set app.tenant = '7'";
const [fresh, reused, inTransaction] = [
  { inTransaction: false, isReused: false },
  { inTransaction: false, isReused: true },
  { inTransaction: true, isReused: false },
];
const [worker, driver] = [{ isDriver: false }, { isDriver: true }];

const rule = () => {
  const isHousekeeping = (sql: string) => parser.isHousekeeping(sql, new Set(['note']));
  return new StepRule(
    { isHousekeeping, settingsIn: (sql) => parser.settingsIn(sql) },
    new Habits(),
  );
};

test('what reads or writes a table is a step, and so is all in a transaction', () => {
  expect(rule().isStep(fresh, 'select 1 from note', driver)).toBe(true);
  expect(rule().isStep(inTransaction, 'select 1', driver)).toBe(true);
  expect(rule().isStep(reused, 'select 1', worker)).toBe(false);
});

test('a setting is a step when a worker makes it on a connection that is set up', () => {
  expect(rule().isStep(reused, SET, worker)).toBe(true);
  expect(rule().isStep(fresh, SET, worker)).toBe(false);
  expect(rule().isStep(reused, SET, driver)).toBe(false);
});

test('a setting that workers were seen to make is a step wherever it is made, and no other one', () => {
  const learned = rule();
  learned.isStep(reused, SET, worker);
  expect(learned.isStep(fresh, "set app.tenant = '8'", driver)).toBe(true);
  expect(learned.isStep(fresh, 'set search_path to app', driver)).toBe(false);
});
