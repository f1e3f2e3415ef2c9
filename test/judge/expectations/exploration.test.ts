import { describe, expect, test } from 'vitest';

import { judgeExplorationExpectations } from '../../../src/judge/expectations/exploration.js';
import type { Claims, ExplorationMetric, ExplorationResult } from '../../../src/model.js';
import { parseExpectation } from '../../../src/plan/expectation.js';
import { toyScenario, toyStrategy } from '../../plan/toys.js';
import type { Changes } from '../explored.js';
import { brokenIn, explored, judge } from '../explored.js';

const LIMITED: Changes = {
  verdict: 'inconclusive',
  coverage: {
    kind: 'schedules',
    estimated: 900,
    completeToSwitches: 2,
    sampled: 3,
    maxSwitches: null,
  },
};

const BOUNDED: Changes = { coverage: { kind: 'switches', maxSwitches: 2 } };

describe('the strategies that a rule applies to', () => {
  const names = ['a', 'b', 'c'];
  const results: readonly ExplorationResult[] = [
    explored({ strategy: 'b', ...brokenIn(4) }),
    explored({ strategy: 'a' }),
  ];
  const judged = (...rules: readonly string[]) =>
    judgeExplorationExpectations(
      rules.map((rule) => parseExpectation<ExplorationMetric>(rule, names, names, ['schedules'])),
      names.map((name) => toyStrategy(name)),
      toyScenario('withdraw'),
      results,
    );

  test('are all without a prefix, and the rule is open for one that was not explored', () => {
    expect(
      judged('held', 'schedules>=1', 'claims').filter(({ subject }) => subject === 'c'),
    ).toEqual([
      { rule: 'held', subject: 'c', met: null, actual: null },
      { rule: 'schedules>=1', subject: 'c', met: null, actual: null },
      { rule: 'claims', subject: 'c', met: null, actual: null },
    ]);
    expect(judged('held').map(({ met }) => met)).toEqual([true, false, null]);
  });

  test('are the one in the prefix; results follow the order of the rules', () => {
    expect(judged('b:broken', 'a:schedules=6')).toEqual([
      { rule: 'b:broken', subject: 'b', met: true, actual: 'broken' },
      { rule: 'a:schedules=6', subject: 'a', met: true, actual: 6 },
    ]);
  });
});

describe('verdicts', () => {
  test.each([
    ['held', 'held', true],
    ['held', 'broken', false],
    ['held', 'inconclusive', null],
    ['broken', 'held', false],
    ['broken', 'broken', true],
    ['broken', 'inconclusive', null],
  ] as const)('%s, of an exploration that is %s: %s', (rule, verdict, met) => {
    expect(judge(rule, { verdict })).toMatchObject({ met, actual: verdict });
  });
});

describe('schedules', () => {
  test.each([
    ['schedules>=6', true],
    ['schedules>6', false],
    ['schedules=6', true],
    ['schedules!=6', false],
    ['schedules<6', false],
    ['schedules<=6', true],
  ])('%s, of six: %s', (rule, met) => {
    expect(judge(rule)).toMatchObject({ met, actual: 6 });
  });

  test.each(['held', 'broken', 'inconclusive'] as const)(
    'are counted whatever the verdict: %s',
    (verdict) => {
      expect(judge('schedules=6', { verdict })?.met).toBe(true);
    },
  );
});

type Row = [string, Changes, boolean | null, string];

describe('claims that everything is prevented', () => {
  test.each<Row>([
    ['every schedule held', {}, true, 'held'],
    ['all held within the bound', BOUNDED, true, 'held'],
    ['all held that could be run', LIMITED, null, 'inconclusive'],
    [
      'an update was lost',
      brokenIn(4, { 'lost update': 4, overdraft: 2 }),
      false,
      'broken: lost update in 4 of 6 schedules, overdraft in 2 of 6 schedules',
    ],
    [
      'an overdraft happened',
      brokenIn(2, { overdraft: 2 }),
      false,
      'broken: overdraft in 2 of 6 schedules',
    ],
    ['a balance was off', brokenIn(3), false, 'broken: drift in 3 of 6 schedules'],
    [
      'a balance was off, and elsewhere money was overdrawn',
      brokenIn(3, { overdraft: 2 }),
      false,
      'broken: drift in 1 of 6 schedules, overdraft in 2 of 6 schedules',
    ],
    [
      'a deadlock happened',
      { causes: { '40P01': 3 } },
      false,
      'held: deadlock in 3 of 6 schedules',
    ],
    ['other conflicts happened', { causes: { '40001': 3, conflict: 2 } }, true, 'held'],
    [
      'a deadlock happened before the limit',
      { ...LIMITED, causes: { '40P01': 3 } },
      false,
      'inconclusive: deadlock in 3 of 6 schedules',
    ],
  ])('%s', (_, changes, met, actual) => {
    expect(judge('claims', changes)).toMatchObject({ met, actual });
  });

  test('deadlocks do not refute a strategy that may deadlock', () => {
    const deadlocks: Changes = { causes: { '40P01': 3 } };
    expect(judge('claims', deadlocks, { deadlocks: 'possible' })?.met).toBe(true);
  });

  test('a claim for a single process counts, because all workers share one', () => {
    expect(judge('claims', {}, { processes: 'one' })?.met).toBe(true);
    expect(judge('claims', brokenIn(1, { 'lost update': 1 }), { processes: 'one' })?.met).toBe(
      false,
    );
  });
});

describe('claims that something is possible', () => {
  const naive: Partial<Claims> = { lostUpdates: 'possible', overdrafts: 'possible' };
  const leaky: Partial<Claims> = { overdrafts: 'possible' };
  const checked: Partial<Claims> = { lostUpdates: 'possible' };

  test.each<[string, Partial<Claims>, ...(Row extends [string, ...infer R] ? R : never)]>([
    [
      'and it happened',
      naive,
      brokenIn(4, { 'lost update': 4 }),
      true,
      'broken: lost update in 4 of 6 schedules',
    ],
    ['and no schedule of this size shows it', naive, {}, null, 'held'],
    ['and those that could be run did not show it', naive, LIMITED, null, 'inconclusive'],
    [
      'the overdraft, that happened',
      leaky,
      brokenIn(4, { overdraft: 4 }),
      true,
      'broken: overdraft in 4 of 6 schedules',
    ],
    [
      'the overdraft, but updates were lost',
      leaky,
      brokenIn(4, { overdraft: 4, 'lost update': 1 }),
      false,
      'broken: lost update in 1 of 6 schedules',
    ],
    [
      'the overdraft, but balances were off',
      leaky,
      brokenIn(4),
      false,
      'broken: drift in 4 of 6 schedules',
    ],
    [
      'the loss, which explains the overdraft',
      checked,
      brokenIn(4, { 'lost update': 4, overdraft: 4 }),
      true,
      'broken: lost update in 4 of 6 schedules, overdraft in 4 of 6 schedules',
    ],
    [
      'the loss, but only the overdraft happened',
      checked,
      brokenIn(4, { overdraft: 4 }),
      false,
      'broken: overdraft in 4 of 6 schedules',
    ],
    [
      'the loss, but the overdraft happened in more schedules',
      checked,
      brokenIn(4, { 'lost update': 3, overdraft: 4 }),
      false,
      'broken: overdraft in 4 of 6 schedules',
    ],
  ])('%s', (_, claims, changes, met, actual) => {
    expect(judge('claims', changes, claims)).toMatchObject({ met, actual });
  });

  test('an anomaly that the scenario cannot show does not leave the claim open', () => {
    expect(judge('claims', {}, leaky, ['lost update'])).toMatchObject({ met: true });
    expect(judge('claims', {}, leaky, ['overdraft'])).toMatchObject({ met: null });
  });
});

describe('claims that no operation makes progress', () => {
  const stuck: Partial<Claims> = { progress: 'none' };
  const none: Changes = { verdict: 'inconclusive', committed: 0, causes: { conflict: 6 } };

  test.each<Row>([
    ['nothing committed', none, true, 'inconclusive: 0 of 12 committed'],
    [
      'nothing committed within the bound',
      { ...none, ...BOUNDED, verdict: 'inconclusive' },
      true,
      'inconclusive: 0 of 12 committed',
    ],
    [
      'nothing committed before the limit',
      { ...none, ...LIMITED },
      null,
      'inconclusive: 0 of 12 committed',
    ],
    ['all were refused', { ...none, causes: {} }, null, 'inconclusive: 0 of 12 committed'],
    ['one committed', { ...none, verdict: 'held', committed: 1 }, false, 'held: 1 of 12 committed'],
    [
      'one committed before the limit',
      { ...none, ...LIMITED, committed: 1 },
      false,
      'inconclusive: 1 of 12 committed',
    ],
    [
      'fewer than one in a hundred committed',
      { ...none, verdict: 'held', committed: 9, schedules: 500 },
      true,
      'held: 9 of 1,000 committed',
    ],
    [
      'one in a hundred committed',
      { ...none, verdict: 'held', committed: 10, schedules: 500 },
      false,
      'held: 10 of 1,000 committed',
    ],
    [
      'an update was lost',
      brokenIn(1, { 'lost update': 1 }),
      false,
      'broken: lost update in 1 of 6 schedules',
    ],
  ])('%s', (_, changes, met, actual) => {
    expect(judge('claims', changes, stuck)).toMatchObject({ met, actual });
  });

  test('a claim of progress stays open without progress', () => {
    expect(judge('claims', none)?.met).toBeNull();
  });
});
