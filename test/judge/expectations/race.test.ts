import { describe, expect, test } from 'vitest';
import { judgeExpectations } from '../../../src/judge/expectations/race.js';
import { parseExpectation } from '../../../src/plan/expectation.js';
import { toyScenario, toyStrategy } from '../../plan/toys.js';
import { BROKEN, INCONCLUSIVE, judge, raced } from '../raced.js';
import type { Changes } from '../raced.js';

describe('the strategies that a rule applies to', () => {
  const strategies = ['a', 'b', 'c'].map((name) => toyStrategy(name));
  const results = [raced({ strategy: 'b', ...BROKEN }), raced({ strategy: 'a' })];
  const judged = (...rules: readonly string[]) =>
    judgeExpectations(
      rules.map((rule) => parseExpectation(rule, ['a', 'b', 'c'], ['a', 'b', 'c'])),
      strategies,
      toyScenario('withdraw'),
      results,
    );

  test('are all of the run without a prefix, and the rule is open for one that was not raced', () => {
    expect(judged('held')).toStrictEqual([
      { rule: 'held', subject: 'a', met: true, actual: 'held' },
      { rule: 'held', subject: 'b', met: false, actual: 'broken' },
      { rule: 'held', subject: 'c', met: null, actual: null },
    ]);
  });

  test('are the one in the prefix; results follow the order of the rules', () => {
    expect(judged('b:broken', 'a:retries=40')).toStrictEqual([
      { rule: 'b:broken', subject: 'b', met: true, actual: 'broken' },
      { rule: 'a:retries=40', subject: 'a', met: true, actual: 40 },
    ]);
  });

  test('without a rule there is no result', () => {
    expect(judged()).toStrictEqual([]);
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
  ] as const)('%s, of a run that is %s: %s', (rule, verdict, met) => {
    expect(judge(rule, { verdict })).toMatchObject({ met, actual: verdict });
  });
});

describe('metrics', () => {
  const figures: Changes = {
    ...BROKEN,
    drift: -7,
    operations: { failed: 4, indeterminate: 2 },
  };

  test.each([
    ['lost-updates', 12],
    ['violations', 3],
    ['retries', 40],
    ['failed', 4],
    ['indeterminate', 2],
    ['drift', -7],
    ['throughput', 1_000],
    ['p50', 1.5],
    ['p99', 20],
  ])('%s is %d', (metric, actual) => {
    expect(judge(`${metric}=${actual}`, figures)).toMatchObject({ met: true, actual });
    expect(judge(`${metric}!=${actual}`, figures)).toMatchObject({ met: false, actual });
  });

  test.each([
    ['=', false, true, false],
    ['!=', true, false, true],
    ['<', true, false, false],
    ['<=', true, true, false],
    ['>', false, false, true],
    ['>=', false, true, true],
  ])('39, 40 and 41 retries %s 40: %s, %s, %s', (operator, ...expected) => {
    const met = [39, 40, 41].map((retries) => judge(`retries${operator}40`, { retries })?.met);
    expect(met).toStrictEqual(expected);
  });

  test.each(['lost-updates', 'violations', 'drift'])('%s is open when it is unknown', (metric) => {
    const unknown: Changes = { lostUpdates: null, violations: null, drift: null };
    expect(judge(`${metric}=0`, unknown)).toMatchObject({ met: null, actual: null });
  });

  test.each(['p50', 'p99'])('%s is open without operations', (metric) => {
    const none: Changes = { operations: { attempted: 0, committed: 0, refused: 0 } };
    expect(judge(`${metric}<1000`, none)).toMatchObject({ met: null, actual: null });
    expect(judge(`throughput>0`, { ...none, throughput: 0 })).toMatchObject({ met: false });
  });
});

describe('metrics of an inconclusive run', () => {
  test.each<[string, Changes, boolean | null, number]>([
    // Nothing overlapped, so zero is no evidence, neither for a rule nor against it.
    ['lost-updates=0', {}, null, 0],
    ['violations=0', {}, null, 0],
    ['drift=0', {}, null, 0],
    ['lost-updates>0', {}, null, 0],
    ['drift!=0', {}, null, 0],
    // Seen anomalies can break a rule, but cannot meet one, because more may exist.
    ['lost-updates=0', { lostUpdates: 2 }, false, 2],
    ['violations<=1', { violations: 2 }, false, 2],
    ['drift=0', { drift: -10 }, false, -10],
    ['lost-updates<=5', { lostUpdates: 2 }, null, 2],
    // The other metrics need no overlap.
    ['retries=40', {}, true, 40],
    ['failed>0', {}, false, 0],
    ['p99<50', {}, true, 20],
    ['throughput>2000', {}, false, 1_000],
  ])('%s with %j: %s', (rule, changes, met, actual) => {
    expect(judge(rule, { ...INCONCLUSIVE, ...changes })).toMatchObject({ met, actual });
    // The same run with overlap is always judged.
    expect(judge(rule, changes)?.met).toBeTypeOf('boolean');
  });
});
