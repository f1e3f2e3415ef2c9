import { describe, expect, test } from 'vitest';

import { commandOf, exploreCommandOf } from '../../src/plan/command.js';
import { createExplorePlan } from '../../src/plan/explore.js';
import { createPlan } from '../../src/plan/plan.js';
import { createReplayPlan } from '../../src/plan/replay.js';
import { context as toys, refusal, toyScenario } from './toys.js';

const scenarios = [
  toyScenario('withdraw'),
  { ...toyScenario('transfer'), accounts: { least: 2, default: 3, multipleOf: 1 } },
  { ...toyScenario('joint'), accounts: { least: 2, default: 2, multipleOf: 2 } },
];
const context = { ...toys, scenarios };

const run = (scenario: string, accounts?: string) =>
  createPlan('run', { scenario, accounts, seed: '1' }, context);
const explore = (scenario: string, accounts?: string) =>
  createExplorePlan({ scenario, accounts }, context);
const replay = (scenario: string, accounts?: string) =>
  createReplayPlan({ scenario, accounts, schedule: 'AB' }, context);

describe.each([
  ['run', run],
  ['explore', explore],
  ['replay', replay],
])('the accounts of %s', (_, plan) => {
  test.each([
    ['withdraw', 1],
    ['transfer', 3],
    ['joint', 2],
  ])('default to what %s needs: %i', (scenario, accounts) => {
    expect(plan(scenario).accounts).toBe(accounts);
  });

  test.each([
    ['withdraw', '1'],
    ['withdraw', '5'],
    ['transfer', '2'],
    ['transfer', '5'],
    ['joint', '2'],
    ['joint', '10'],
  ])('%s accepts %s', (scenario, accounts) => {
    expect(plan(scenario, accounts).accounts).toBe(Number(accounts));
  });

  test.each([
    ['transfer', '1', 'Write 2 or more, or leave it out for 3.'],
    ['joint', '1', 'Write a multiple of 2, 2 or more, or leave it out for 2.'],
    ['joint', '3', 'Write a multiple of 2, 2 or more, or leave it out for 2.'],
  ])('%s refuses %s', (scenario, accounts, hint) => {
    expect(refusal(() => plan(scenario, accounts))).toStrictEqual({
      message: `--accounts ${accounts} does not fit --scenario ${scenario}`,
      hint,
    });
  });
});

test('a command line omits the default number of accounts', () => {
  expect(commandOf(run('transfer'))).not.toContain('--accounts');
  expect(commandOf(run('transfer', '2'))).toContain('--scenario transfer --accounts 2');
  expect(exploreCommandOf(explore('joint'))).not.toContain('--accounts');
  expect(exploreCommandOf(explore('joint', '4'))).toContain('--scenario joint --accounts 4');
});

test('explore and replay accept at most 100 accounts, a run accepts 100,000', () => {
  expect(refusal(() => explore('withdraw', '101')).message).toContain('--accounts');
  expect(refusal(() => replay('withdraw', '101')).message).toContain('--accounts');
  expect(run('withdraw', '100000').accounts).toBe(100_000);
});
