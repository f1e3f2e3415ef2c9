import { describe, expect, test } from 'vitest';

import { defineScenario } from '../../src/define/scenario.js';
import { onOneAccount } from '../../src/scenarios/operation.js';
import { refusal } from '../plan/toys.js';

const nextOperation = () => onOneAccount('withdraw', 1, 10);
const define = (definition: unknown) => Reflect.apply(defineScenario, undefined, [definition]);

test('what is left out is as in the withdraw scenario', () => {
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

describe('what is wrong is named, with what to write instead', () => {
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
      'an anomaly that is none',
      { name: 'fees', nextOperation, exposes: ['lost updates'] },
      'scenario fees, exposes: "lost updates" is not a known anomaly',
      'Did you mean lost update?',
    ],
    [
      'one anomaly instead of a list',
      { name: 'fees', nextOperation, exposes: 'overdraft' },
      'scenario fees: exposes is "overdraft"',
      'a list of',
    ],
    [
      'a number of accounts alone',
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
      'scenario fees: accounts.default is 3, which it forbids itself',
      'a multiple of 2',
    ],
    [
      'limits that are no function',
      { name: 'fees', nextOperation, limits: [[1]] },
      'scenario fees: limits is [[1]]',
      'a function',
    ],
  ])('%s', (_title, definition, message, hint) => {
    const told = refusal(() => define(definition));
    expect(told.message).toBe(message);
    expect(told.hint).toContain(hint);
  });

  test('a balance with a fraction, when it is asked for', () => {
    const scenario = defineScenario({ name: 'fees', nextOperation, defaultBalance: () => 0.5 });
    const demand = { workers: 1, accounts: 1, operations: 1, meanAmount: 1 };
    expect(refusal(() => scenario.defaultBalance(demand)).message).toBe(
      'scenario fees: defaultBalance returned 0.5',
    );
  });
});
