import { describe, expect, test } from 'vitest';

import { createPlan } from '../../src/plan/plan.js';
import { createVariedPlan, type VaryFlags } from '../../src/plan/vary.js';
import { planContext } from '../../src/plan/context.js';
import { refusal } from './toys.js';

const context = planContext({ environmentUrl: undefined, randomSeed: () => 77 });
const vary = (text: string, flags: Omit<VaryFlags, 'vary'> = {}) =>
  createVariedPlan({ ...flags, vary: text }, context);

describe('each value', () => {
  test.each([
    ['workers', ['2', '10'], {}],
    ['accounts', ['2', '8'], { workers: '4', expect: ['held'] }],
    ['think', ['0', '20'], { duration: '1s' }],
    ['connections', ['1', '5'], { workers: '5' }],
    ['processes', ['1', '2'], { rounds: '2' }],
    ['amount', ['1', '5..15'], { balance: '100', timeout: '20s' }],
  ] as const)('of %s has the plan of a plain comparison with it', (parameter, values, flags) => {
    const strategy = ['naive', 'for-update'];
    const { points } = vary(`${parameter}=${values.join()}`, { ...flags, strategy });
    expect(points).toStrictEqual(
      values.map((value) => ({
        value,
        plan: createPlan('compare', { ...flags, strategy, [parameter]: value }, context),
      })),
    );
  });

  test('has the same random seed', () => {
    let seed = 0;
    const randomSeed = () => (seed += 1);
    const { points } = createVariedPlan({ vary: 'workers=1,2,3' }, { ...context, randomSeed });
    expect(new Set(points.map(({ plan }) => plan.seed)).size).toBe(1);
  });

  test('stands once, and they are in order', () => {
    expect(vary('workers=10,2,010').points.map(({ value }) => value)).toStrictEqual(['2', '10']);
    expect(vary('amount=5..15,20,1').points.map(({ value }) => value)).toStrictEqual([
      '1',
      '5..15',
      '20',
    ]);
  });
});

test('without --strategy, a few strategies are compared', () => {
  const [point] = vary('workers=1,2').points;
  expect(point?.plan.strategies.map(({ name }) => name)).toStrictEqual([
    'naive',
    'for-update',
    'optimistic',
    'atomic',
  ]);
});

test('the default timeout covers the races of all values', () => {
  expect(vary('workers=1,2,3', { strategy: ['naive'] }).timeoutMs).toBe(3 * 3 * 3_000 + 60_000);
  expect(vary('workers=1,2,3', { timeout: '5s' }).timeoutMs).toBe(5_000);
});

describe('refuses', () => {
  test.each<[string, Omit<VaryFlags, 'vary'>, string, string]>([
    [
      'wrokers=1,2',
      {},
      '--vary: "wrokers" is not a known parameter to vary',
      'Did you mean workers?',
    ],
    ['duration=1s,2s', {}, '--vary: "duration" is not', 'Known: workers, accounts, think,'],
    ['toString=1,2', {}, '--vary: "toString" is not', 'Known: workers,'],
    ['', {}, '--vary: "" is not', 'Known: workers,'],
    ['workers', {}, '--vary: "workers" has fewer than two', '--vary workers=1,2,5,10,20,50.'],
    ['workers=4', {}, '--vary: "workers=4" has fewer than two', 'Write two or more'],
    ['workers=4,04', {}, '--vary: "workers=4,04" has fewer than two', 'Write two or more'],
    ['workers=0,2', {}, '--vary workers=0: --workers: "0" is less than 1', 'from 1 to 10000'],
    ['workers=1,,2', {}, '--vary workers=: --workers: "" is not a whole number', 'Write a whole'],
    ['amount=3..1,5', {}, '--vary amount=3..1: --amount: "3..1" has its low end', 'low end first'],
    ['think=1,5000', {}, '--vary think=5000: --think 5000 leaves no time', 'Lower --think'],
    ['connections=4,60', {}, '--vary connections=60: --connections 60 is more than', '50 or fewer'],
    [
      'accounts=1,2',
      { scenario: 'transfer' },
      '--vary accounts=1: --accounts 1 does not fit',
      '2 or more',
    ],
    ['workers=1,8', { processes: '4' }, '--vary workers=1: --processes 4 is more', '--processes 1'],
    [
      'workers=1,2',
      { workers: '3' },
      '--vary workers and --workers exclude',
      'Leave --workers out',
    ],
    ['workers=1,2', { rounds: '0' }, '--rounds: "0" is less than 1', 'Write a whole number'],
    [
      `workers=${Array.from({ length: 21 }, (_, i) => i + 1).join()}`,
      {},
      '--vary: 21 values are more than 20',
      'Leave some',
    ],
  ])('%s with %o', (text, flags, message, remedy) => {
    const refused = refusal(() => vary(text, flags));
    expect(refused.message).toContain(message);
    expect(refused.message.startsWith(message.slice(0, 6))).toBe(true);
    expect(refused.hint).toContain(remedy);
  });
});
