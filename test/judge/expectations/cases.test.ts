import { describe, expect, test } from 'vitest';

import {
  judgeCaseExpectations,
  judgeCaseReplayExpectations,
} from '../../../src/judge/expectations/cases.js';
import type { CaseResult, IsolationLevel } from '../../../src/model.js';
import { parseCaseExpectation } from '../../../src/plan/case-rules.js';
import { CASE_METRICS } from '../../../src/plan/expectation.js';
import { toyCase } from '../../plan/case-toys.js';

const shop = toyCase('shop');
const trip = toyCase('trip');
const twin = toyCase('shop', { reference: './twin.race.ts' });
const cases = [shop, trip, twin];

const NONE = { invariant: 0, 'not serializable': 0, failure: 0, 'left open': 0 };

/** All six schedules of a case held. */
function resultOf({ name, reference }: typeof shop, changes: Partial<CaseResult> = {}): CaseResult {
  return {
    case: name,
    ...(reference === undefined ? {} : { reference }),
    isolation: null,
    workers: ['anna', 'ben'],
    verdict: 'held',
    reason: '',
    schedules: 6,
    broken: 0,
    held: 6,
    unclear: 0,
    coverage: { kind: 'complete' },
    outcomes: 2,
    ends: [],
    serialOutcomes: 2,
    serialOrders: 2,
    serialSampled: false,
    anomalies: NONE,
    invariants: {},
    causes: {},
    unsteady: 0,
    statements: 24,
    masked: [],
    ignored: [],
    remarks: [],
    unaffected: [],
    durationMs: 5,
    witness: null,
    failure: null,
    ...changes,
  };
}

const judged = (
  rules: readonly string[],
  results: readonly CaseResult[],
  isolations: readonly IsolationLevel[] = [],
) =>
  judgeCaseExpectations(
    {
      expectations: rules.map((rule) => parseCaseExpectation(rule, cases, CASE_METRICS)),
      cases,
      isolations,
    },
    results,
  );

/** Whether one rule about the shop is met. */
const met = (rule: string, changes: Partial<CaseResult>) =>
  judged([`./shop.race.ts:${rule}`], [resultOf(shop, changes)]).map((each) => each.met);

test('a rule applies to a case at each level', () => {
  const results = [
    resultOf(trip, { isolation: 'read committed', verdict: 'broken', broken: 4, held: 2 }),
    resultOf(trip, { isolation: 'serializable' }),
  ];
  const levels = ['read committed', 'repeatable read', 'serializable'] as const;
  expect(judged(['trip:held'], results, levels)).toEqual([
    { rule: 'trip:held', subject: 'trip at READ COMMITTED', met: false, actual: 'broken' },
    { rule: 'trip:held', subject: 'trip at REPEATABLE READ', met: null, actual: null },
    { rule: 'trip:held', subject: 'trip at SERIALIZABLE', met: true, actual: 'held' },
  ]);
});

describe('the cases that a rule applies to', () => {
  const results = [
    resultOf(twin, { verdict: 'broken', broken: 4, held: 2 }),
    resultOf(shop, { schedules: 20, held: 20 }),
  ];

  test('are all without a prefix, and the rule is open for one that was not explored', () => {
    // Two cases have the name shop, so their references tell them apart.
    expect(judged(['held'], results)).toEqual([
      { rule: 'held', subject: './shop.race.ts', met: true, actual: 'held' },
      { rule: 'held', subject: 'trip', met: null, actual: null },
      { rule: 'held', subject: './twin.race.ts', met: false, actual: 'broken' },
    ]);
  });

  test('are those of that name, or the one of that reference', () => {
    const about = (rule: string) => judged([rule], results).map(({ actual }) => actual);
    expect(about('shop:schedules>=6')).toEqual([20, 6]);
    expect(about('./twin.race.ts:schedules>=6')).toEqual([6]);
    expect(about('trip:schedules>=6')).toEqual([null]);
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
  ] as const)('%s, of a case that is %s: %s', (rule, verdict, expected) => {
    expect(met(rule, { verdict })).toEqual([expected]);
    const check = parseCaseExpectation(rule, [shop], []);
    expect(judgeCaseReplayExpectations([check], shop, verdict)).toEqual([
      { rule, subject: 'shop', met: expected, actual: verdict },
    ]);
  });

  test('a case that could not be explored meets no rule', () => {
    const failure = { message: 'open failed', hint: null };
    const rules = ['shop:held', 'shop:schedules=6', 'shop:failures=0'];
    const results = [resultOf(shop, { verdict: 'inconclusive', failure })];
    expect(judged(rules, results).filter(({ actual }) => actual !== null)).toEqual(
      rules.map((rule) => ({ rule, subject: './shop.race.ts', met: null, actual: 'error' })),
    );
  });
});

describe('numbers', () => {
  const failures = (failure: number): Partial<CaseResult> => ({
    anomalies: { ...NONE, failure },
  });
  const limited: Partial<CaseResult> = {
    verdict: 'inconclusive',
    coverage: {
      kind: 'schedules',
      estimated: null,
      completeToSwitches: 2,
      sampled: 3,
      maxSwitches: null,
    },
  };

  test.each([
    ['schedules>=6', true],
    ['schedules>6', false],
    ['schedules=6', true],
  ])('%s, of six: %s', (rule, expected) => {
    expect(met(rule, {})).toEqual([expected]);
    expect(met(rule, limited)).toEqual([expected]);
  });

  test.each([
    ['failures=0', 0, true],
    ['failures=0', 2, false],
    ['failures<=2', 2, true],
    ['failures>2', 2, false],
  ])('%s, of %i failures in all schedules: %s', (rule, number, expected) => {
    expect(met(rule, failures(number))).toEqual([expected]);
    const switches = { kind: 'switches', maxSwitches: 2 } as const;
    expect(met(rule, { ...failures(number), coverage: switches })).toEqual([expected]);
  });

  test.each([
    ['failures=0', 0, null],
    ['failures=0', 2, false],
    ['failures<=2', 2, null],
    ['failures>1', 2, true],
  ])('%s, of %i failures in some of the schedules: %s', (rule, number, expected) => {
    expect(met(rule, { ...failures(number), ...limited })).toEqual([expected]);
  });
});
