import { describe, expect, test } from 'vitest';

import { defineScenario } from '../../src/authoring/scenario.js';
import { readAccounts } from '../../src/plan/read.js';
import { onOneAccount } from '../../src/scenarios/operation.js';
import { refusal } from '../plan/toys.js';

const nextOperation = () => onOneAccount('withdraw', 1, 10);
const define = (definition: unknown) => Reflect.apply(defineScenario, undefined, [definition]);

test('the defaults are those of the withdraw scenario', () => {
  const scenario = defineScenario({ name: 'fees', nextOperation });
  expect(scenario).toMatchObject({
    invariant: 'balance >= 0',
    exposes: ['lost update', 'overdraft'],
    accounts: { least: 1, default: 1, multipleOf: 1 },
  });
  expect(scenario.limits(2)).toEqual([[1], [2]]);
  const demand = { workers: 4, accounts: 1, operations: 8, meanAmount: 10 };
  expect(scenario.defaultBalance(demand)).toBe(40);
  expect(Object.isFrozen(scenario)).toBe(true);
});

describe('an invalid definition is refused with a remedy', () => {
  test.each<[string, object, string, string]>([
    ['no name', { nextOperation }, 'a scenario has no name', "name: 'my-scenario'"],
    ['no operations', { name: 'fees' }, 'scenario fees has no nextOperation', 'onOneAccount'],
    [
      'a misspelt property',
      { name: 'fees', nextOperation, exposed: [] },
      'scenario fees has an unknown property: "exposed"',
      'Did you mean exposes?',
    ],
    [
      'an unknown anomaly',
      { name: 'fees', nextOperation, exposes: ['lost updates'] },
      'scenario fees, exposes: "lost updates" is not a known anomaly',
      'Did you mean lost update?',
    ],
    [
      'one anomaly instead of a list',
      { name: 'fees', nextOperation, exposes: 'overdraft' },
      'scenario fees: exposes is "overdraft"',
      'an array of',
    ],
    [
      'a number instead of an object for accounts',
      { name: 'fees', nextOperation, accounts: 2 },
      'scenario fees: accounts is 2',
      'least: 2',
    ],
    [
      'half an account',
      { name: 'fees', nextOperation, accounts: { least: 1, default: 1.5, multipleOf: 1 } },
      'scenario fees: accounts.default is 1.5',
      'whole numbers',
    ],
    [
      'a default that is not allowed',
      { name: 'fees', nextOperation, accounts: { least: 2, default: 3, multipleOf: 2 } },
      'scenario fees: accounts.default is 3, which does not fit least and multipleOf',
      'a multiple of 2',
    ],
    [
      'limits that are not a function',
      { name: 'fees', nextOperation, limits: [[1]] },
      'scenario fees: limits is [[1]]',
      'a function',
    ],
  ])('%s', (_title, definition, message, hint) => {
    const error = refusal(() => define(definition));
    expect(error.message).toBe(message);
    expect(error.hint).toContain(hint);
  });
});

const fails = () => {
  throw new TypeError('no such thing');
};

describe('a return value of its functions is checked at each call', () => {
  const demand = { workers: 1, accounts: 1, operations: 1, meanAmount: 1 };

  test.each<[string, unknown, string]>([
    ['a fraction', () => 0.5, 'returned 0.5'],
    ['an error', fails, 'threw TypeError: no such thing at '],
  ])('a balance: %s', (_title, defaultBalance, message) => {
    const scenario = define({ name: 'fees', nextOperation, defaultBalance });
    const actual = refusal(() => scenario.defaultBalance(demand)).message;
    expect(actual).toContain(`scenario fees: defaultBalance ${message}`);
  });

  test.each<[string, unknown, string]>([
    ['nothing', () => undefined, 'returned undefined'],
    ['numbers instead of groups', () => [1, 2], 'returned a limit that is not an array: 1'],
    ['an empty group', () => [[1], []], 'returned a limit without accounts'],
    ['account 0', () => [[0, 1]], 'returned a limit of account 0, where there are 1 to 2'],
    ['an account that does not exist', () => [[1, 3]], 'returned a limit of account 3, where'],
    ['a string', () => [['1']], 'returned a limit of account "1", where'],
    ['a gap', () => [Array(1)], 'returned a limit of account undefined, where'],
    ['one account twice', () => [[2, 2]], 'returned a limit that names an account twice: [2,2]'],
    ['an error', fails, 'threw TypeError: no such thing at '],
  ])('limits: %s', (_title, limits, message) => {
    const scenario = define({ name: 'fees', nextOperation, limits });
    const actual = refusal(() => scenario.limits(2)).message;
    expect(actual).toContain(`scenario fees: limits ${message}`);
  });

  test.each<[string, unknown]>([
    ['a sum of all', [[1, 2]]],
    ['groups that share an account', [[1], [2, 1]]],
    ['no limits', []],
  ])('valid limits: %s', (_title, limits) => {
    const scenario = define({ name: 'fees', nextOperation, limits: () => limits });
    expect(scenario.limits(2)).toEqual(limits);
  });

  test('limits are checked before anything runs', () => {
    const scenario = define({ name: 'fees', nextOperation, limits: () => [[0, 1]] });
    expect(refusal(() => readAccounts(undefined, { min: 1, max: 9 }, scenario)).message).toBe(
      'scenario fees: limits returned a limit of account 0, where there are 1 to 1',
    );
  });
});
