import { describe, expect, test } from 'vitest';
import type { ExplorePlan } from '../../src/model.js';
import { createExplorePlan, type ExploreFlags } from '../../src/plan/explore.js';
import { context, refusal, toyStrategy } from './toys.js';

const explore = (flags: ExploreFlags = {}): ExplorePlan => createExplorePlan(flags, context);
const URL_TEXT = 'postgres://alice:hunter2@db.example/test';

test('defaults', () => {
  expect(explore()).toStrictEqual({
    command: 'explore',
    strategies: [context.strategies[0]],
    scenario: context.scenarios[0],
    workers: 2,
    operations: 1,
    accounts: 1,
    balance: 10,
    amount: { min: 10, max: 10 },
    retries: 2,
    retriesWithoutProgress: 0,
    seed: 1,
    maxSchedules: 20_000,
    maxSwitches: null,
    timeLimitMs: null,
    lanes: 2,
    url: null,
    expectations: [],
  });
});

test('every flag reaches the plan', () => {
  const flags: Required<Omit<ExploreFlags, 'overlap' | 'isolation'>> = {
    strategy: ['mutex,naive', 'for-update'],
    scenario: 'mixed',
    workers: '3',
    operations: '4',
    accounts: '3',
    balance: '0',
    amount: '1..20',
    retries: '0',
    seed: '4294967295',
    maxSchedules: '5',
    maxSwitches: '2',
    timeLimit: '1.5s',
    lanes: '7',
    url: URL_TEXT,
    expect: ['held', 'naive:schedules>=6'],
  };
  expect(explore(flags)).toStrictEqual({
    command: 'explore',
    strategies: [context.strategies[1], context.strategies[0], context.strategies[2]],
    scenario: context.scenarios[2],
    workers: 3,
    operations: 4,
    accounts: 3,
    balance: 0,
    amount: { min: 1, max: 20 },
    retries: 0,
    retriesWithoutProgress: 0,
    seed: 4_294_967_295,
    maxSchedules: 5,
    maxSwitches: 2,
    timeLimitMs: 1_500,
    lanes: 7,
    url: URL_TEXT,
    expectations: [
      { rule: 'held', check: { kind: 'held' } },
      {
        rule: 'naive:schedules>=6',
        subject: 'naive',
        check: { kind: 'metric', metric: 'schedules', comparison: '>=', value: 6 },
      },
    ],
  });
});

test('all selects every strategy, and an empty list counts as none given', () => {
  expect(explore({ strategy: ['all'] }).strategies).toStrictEqual(context.strategies);
  expect(explore({ strategy: [] })).toStrictEqual(explore());
});

test('the default balance depends on workers, operations and the mean amount', () => {
  const plan = explore({ workers: '3', operations: '5', amount: '1..20' });
  expect(plan.balance).toBe(Math.floor((15 * 10.5) / 2));
});

test('the server is taken from --url, else from RACE_LAB_URL', () => {
  const from = { ...context, environmentUrl: 'postgres://elsewhere/test' };
  expect(createExplorePlan({}, from).url).toBe('postgres://elsewhere/test');
  expect(createExplorePlan({ url: URL_TEXT }, from).url).toBe(URL_TEXT);
  const wrong = refusal(() => createExplorePlan({}, { ...context, environmentUrl: 'nowhere' }));
  expect(wrong.message).toMatch(/^RACE_LAB_URL: /);
});

describe('the limits of each flag', () => {
  const bounds: readonly (readonly [keyof ExploreFlags, string, ...bad: readonly string[]])[] = [
    ['workers', '--workers', '0', '27', '-1', '1.5', '1e3', 'abc', ' 2', ''],
    ['operations', '--operations', '0', '101', ''],
    ['balance', '--balance', '-1', '1000000000001', ''],
    ['amount', '--amount', '0', '1000000001', '20..1', ''],
    ['retries', '--retries', '-1', '101', ''],
    ['seed', '--seed', '-1', '4294967296', ''],
    ['maxSchedules', '--max-schedules', '0', '10000001', '1e3', ''],
    ['maxSwitches', '--max-switches', '-1', '10000001', 'none', ''],
    ['lanes', '--lanes', '0', '33', ''],
    ['scenario', '--scenario', 'nothing', ''],
  ];
  test.each(bounds.flatMap(([key, flag, ...bad]) => bad.map((text) => ({ key, flag, text }))))(
    'refuses $flag $text',
    ({ key, flag, text }) => {
      const { message, hint } = refusal(() => explore({ [key]: text }));
      expect(message).toContain(`${flag}: ${JSON.stringify(text)} `);
      expect(hint).not.toBe('');
    },
  );

  test.each([
    [{ workers: '1' }, { workers: 1 }],
    [{ workers: '26' }, { workers: 26 }],
    [{ operations: '100' }, { operations: 100 }],
    [{ retries: '100' }, { retries: 100, retriesWithoutProgress: 100 }],
    [{ maxSchedules: '10000000' }, { maxSchedules: 10_000_000 }],
    [{ maxSwitches: '10000000' }, { maxSwitches: 10_000_000 }],
    [{ lanes: '32' }, { lanes: 32 }],
  ] satisfies readonly [ExploreFlags, Partial<ExplorePlan>][])('accepts %j', (flags, part) => {
    expect(explore(flags)).toMatchObject(part);
  });
});

describe('fewer switches than the workers need', () => {
  test.each([
    ['2', '0', 1],
    ['3', '1', 2],
    ['26', '24', 25],
  ])('%s workers, --max-switches %s', (workers, maxSwitches, fewest) => {
    const { message, hint } = refusal(() => explore({ workers, maxSwitches }));
    expect(message).toContain(`--max-switches ${maxSwitches} allows no schedule`);
    expect(message).toContain(`--workers ${workers} each has ${fewest} or more switches`);
    expect(hint).toContain(`--max-switches ${fewest} or more`);
    expect(explore({ workers, maxSwitches: `${fewest}` }).maxSwitches).toBe(fewest);
  });

  test('one worker needs no switch', () => {
    expect(explore({ workers: '1', maxSwitches: '0' }).maxSwitches).toBe(0);
  });
});

describe('expectations', () => {
  test.each(['=', '!=', '<', '<=', '>', '>='])('compare schedules (%s)', (comparison) => {
    expect(explore({ expect: [`schedules ${comparison} 6`] }).expectations[0]?.check).toStrictEqual(
      { kind: 'metric', metric: 'schedules', comparison, value: 6 },
    );
  });

  test.each([
    ['lost-updates=0', '"lost-updates=0" is a rule of run and compare', 'claims, schedules=….'],
    ['lost-update=0', '"lost-update" is not a known metric', 'Known: schedules.'],
    ['schedule>=6', '"schedule" is not a known metric', 'mean schedules? Known: schedules.'],
    ['hled', '"hled" is not a known rule', 'Known: held, broken, claims, schedules.'],
    ['schedules', '"schedules" does not compare schedules with a number', 'such as schedules=0.'],
    ['schedules=>6', '"=>" is not a known operator', '>='],
    ['schedules>=6x', '"6x" in "schedules>=6x" is not a number', 'such as schedules<=5.'],
    ['mutex:held', 'strategy "mutex" is not in this run', '--strategy'],
    ['mutx:held', '"mutx" is not a known strategy', 'mean mutex?'],
  ])('refuses %j', (rule, problem, remedy) => {
    const { message, hint } = refusal(() => explore({ expect: [rule] }));
    expect(message).toBe(`--expect: ${problem}`);
    expect(hint).toContain(remedy);
  });
});

test('a plan is frozen, and its input is not', () => {
  const strategies = [toyStrategy('naive')];
  const flags = { strategy: ['all'], expect: ['schedules<5'] };
  const plan = createExplorePlan(flags, { ...context, strategies });
  const { amount, expectations } = plan;
  const checks = expectations.map(({ check }) => check);
  for (const part of [plan, plan.strategies, amount, expectations, ...expectations, ...checks]) {
    expect(part).toSatisfy(Object.isFrozen);
  }
  expect(strategies).not.toSatisfy(Object.isFrozen);
});
