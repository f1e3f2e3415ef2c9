import { describe, expect, test } from 'vitest';
import type { ReplayPlan } from '../../src/model.js';
import { createReplayPlan, type ReplayFlags } from '../../src/plan/replay.js';
import { context, refusal } from './toys.js';

const replay = (flags: ReplayFlags = {}): ReplayPlan =>
  createReplayPlan({ schedule: 'ABAB', ...flags }, context);
const URL_TEXT = 'postgres://alice:hunter2@db.example/test';

test('defaults', () => {
  expect(replay()).toStrictEqual({
    command: 'replay',
    strategy: context.strategies[0],
    schedule: [1, 2, 1, 2],
    scenario: context.scenarios[0],
    workers: 2,
    operations: 1,
    accounts: 1,
    balance: 10,
    amount: { min: 10, max: 10 },
    retries: 2,
    retriesWithoutProgress: 0,
    seed: 1,
    url: null,
    expectations: [],
  });
});

test('every flag reaches the plan', () => {
  const flags: Required<Omit<ReplayFlags, 'overlap' | 'isolation' | 'interactive'>> = {
    strategy: ['mutex'],
    schedule: 'aCb',
    scenario: 'deposit',
    workers: '3',
    operations: '4',
    accounts: '100',
    balance: '5',
    amount: '1..20',
    retries: '0',
    seed: '0',
    url: URL_TEXT,
    expect: ['held', 'mutex:claims'],
  };
  expect(replay(flags)).toStrictEqual({
    command: 'replay',
    strategy: context.strategies[1],
    schedule: [1, 3, 2],
    scenario: context.scenarios[1],
    workers: 3,
    operations: 4,
    accounts: 100,
    balance: 5,
    amount: { min: 1, max: 20 },
    retries: 0,
    retriesWithoutProgress: 0,
    seed: 0,
    url: URL_TEXT,
    expectations: [
      { rule: 'held', check: { kind: 'held' } },
      { rule: 'mutex:claims', subject: 'mutex', check: { kind: 'claims' } },
    ],
  });
});

describe('the strategy', () => {
  test.each([[['mutex,naive']], [['mutex', 'naive']]])(
    'must be a single one, not %j',
    (strategy) => {
      const { message, hint } = refusal(() => replay({ strategy }));
      expect(message).toBe('--strategy names 2 strategies, but a replay takes one');
      expect(hint).toContain('Name one of them');
    },
  );

  test('cannot be all', () => {
    expect(refusal(() => replay({ strategy: ['all'] })).message).toContain('4 strategies');
  });

  test('may be repeated', () => {
    expect(replay({ strategy: ['mutex', 'mutex'] }).strategy.name).toBe('mutex');
  });

  test('must be a known one', () => {
    const { message } = refusal(() => replay({ strategy: ['mutx'] }));
    expect(message).toBe('--strategy: "mutx" is not a known strategy');
  });
});

describe('the schedule', () => {
  test('is required', () => {
    expect(refusal(() => createReplayPlan({}, context)).message).toBe('--schedule is missing');
  });

  test.each([
    [{ schedule: '' }, '"" is empty'],
    [{ schedule: 'AB2' }, '"2" at position 3'],
    [{ schedule: 'ABC' }, '"C" at position 3, but --workers 2'],
    [{ schedule: 'AB', workers: '1' }, '"B" at position 2, but --workers 1'],
  ])('%j is refused', (flags, problem) => {
    const { message } = refusal(() => replay(flags));
    expect(message).toMatch(/^--schedule: /);
    expect(message).toContain(problem);
  });

  test('may use as many workers as the plan has', () => {
    expect(replay({ schedule: 'ABC', workers: '3' }).schedule).toStrictEqual([1, 2, 3]);
  });
});

describe('expectations cannot compare metrics', () => {
  test.each(['speed>=6', 'schedules', ''])('refuses %j', (rule) => {
    const { message, hint } = refusal(() => replay({ expect: [rule] }));
    expect(message).toBe(`--expect: ${JSON.stringify(rule)} is not a known rule`);
    expect(hint).toBe('Known: held, broken, claims.');
  });

  test.each([
    ['schedules>=6', 'explore'],
    ['lost-updates=0', 'run and compare'],
    ['p99<5', 'run and compare'],
  ])('%j is a rule of %s', (rule, command) => {
    const { message, hint } = refusal(() => replay({ expect: [rule] }));
    expect(message).toBe(`--expect: ${JSON.stringify(rule)} is a rule of ${command}`);
    expect(hint).toBe('Here a rule can be held, broken, claims.');
  });

  test.each(['held', 'broken', 'claims'] as const)('%s', (kind) => {
    expect(replay({ expect: [kind] }).expectations).toStrictEqual([
      { rule: kind, check: { kind } },
    ]);
  });
});

test.each([
  [{ workers: '27' }, '--workers: "27"'],
  [{ operations: '0' }, '--operations: "0"'],
  [{ retries: '101' }, '--retries: "101"'],
  [{ url: 'nowhere' }, '--url: '],
])('%j is refused, as in explore', (flags, problem) => {
  expect(refusal(() => replay(flags)).message).toContain(problem);
});

test('a plan is frozen', () => {
  const plan = replay({ expect: ['held'] });
  const { schedule, amount, expectations } = plan;
  for (const part of [plan, schedule, amount, expectations, ...expectations]) {
    expect(part).toSatisfy(Object.isFrozen);
  }
});
