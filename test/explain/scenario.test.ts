/** The explanation of a scenario. */
import { describe, expect, test } from 'vitest';

import { defineScenario } from '../../src/authoring/scenario.js';
import { scenarioExplanation } from '../../src/explain/scenario.js';
import { makeOperation, onOneAccount } from '../../src/scenarios/operation.js';
import { scenarios } from '../../src/scenarios/index.js';
import { strategies } from '../../src/strategies/index.js';
import { call, callIn } from '../cli/harness.js';
import { directoryWith } from '../files/directory.js';

const explain = (scenario: (typeof scenarios)[number]) =>
  scenarioExplanation(scenario, strategies, { width: 80, color: false });

const fact = (text: string, label: string) =>
  RegExp(`^${label} +(.*(?:\n {18}.*)*)`, 'm').exec(text)?.[1]?.replaceAll(/\s+/g, ' ');

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s',
  (name, scenario) => {
    const text = explain(scenario);

    test('says what it is, what must hold and what it can show, within 80 columns', () => {
      expect(text.startsWith(`${name}: ${scenario.summary.slice(0, 20)}`)).toBe(true);
      expect(fact(text, 'Must hold')).toBe(scenario.invariant);
      expect(fact(text, 'Can show')).toBe(scenario.exposes.join(', '));
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    });

    test('lists each strategy once, by its claims', () => {
      const [holding = '', breaking = ''] = ['Claim to hold', 'May break it'].map(
        (label) => fact(text, label) ?? '',
      );
      const all = [...holding.split(', '), ...breaking.split(', ')];
      expect(all.toSorted()).toEqual(strategies.map((strategy) => strategy.name).toSorted());
      expect(breaking.split(', ')).toContain('naive');
      expect(holding.split(', ')).toContain('for-update');
      expect(holding.includes('repeatable-read')).toBe(name !== 'joint');
    });
  },
);

test('describes what a worker does', () => {
  const descriptions = Object.fromEntries(
    scenarios.map((scenario) => [scenario.name, fact(explain(scenario), 'A worker')]),
  );
  expect(descriptions).toEqual({
    withdraw: 'takes 10 from account 1; refused if account 1 holds less than 10',
    deposit: 'adds 10 to account 1, and is never refused',
    mixed:
      'adds 10 to account 1, and is never refused; or takes 10 from account 1; refused if account 1 holds less than 10',
    transfer:
      'takes 10 from account 1 and adds 10 to account 2; refused if account 1 holds less than 10',
    joint: 'takes 10 from account 1; refused if accounts 1 and 2 hold less than 10 in all',
  });
});

test('explains a scenario of a user', () => {
  const reserve = defineScenario({
    name: 'reserve',
    exposes: [],
    nextOperation: (draw) =>
      makeOperation({
        ...onOneAccount('withdraw', draw.account(), draw.amount()),
        requires: { accounts: [draw.account()], atLeast: draw.amount() + 25 },
      }),
  });
  const text = explain(reserve);
  expect(fact(text, 'A worker')).toContain('holds less than 35');
  expect(fact(text, 'Can show')).toBe('nothing');
  expect(fact(text, 'May break it')).toBe('none');
});

describe('race-lab explain', () => {
  test('explains a scenario without a server', async () => {
    const url = ['--url', 'postgres://nobody@127.0.0.1:1/nowhere'];
    const { code, stdout, stderr } = await call(['explain', 'joint', ...url]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^joint: withdrawals from two accounts/);
  });

  test('explains a scenario from a file', async () => {
    const text = `import { defineScenario, onOneAccount } from 'race-lab';
      export default defineScenario({ name: 'fees', nextOperation: (draw) =>
        onOneAccount('withdraw', draw.account(), draw.amount() + 1) });`;
    const cwd = directoryWith({ 'fees.mjs': text, 'none.mjs': 'export const a = 1;' });
    const { code, stdout } = await callIn(cwd, ['explain', './fees.mjs']);
    expect(code).toBe(0);
    expect(stdout).toContain('takes 11 from account 1');
    expect(stdout).toContain('race-lab run --scenario ./fees.mjs');
    const none = await callIn(cwd, ['explain', './none.mjs']);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('strateg');
  });
});
