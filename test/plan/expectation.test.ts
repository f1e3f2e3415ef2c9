import { describe, expect, test } from 'vitest';
import { parseExpectation } from '../../src/plan/expectation.js';
import { refusal } from './toys.js';

const IN_RUN = ['naive', 'for-update'];
const KNOWN = ['naive', 'mutex', 'for-update'];
const parse = (rule: string) => parseExpectation(rule, IN_RUN, KNOWN);

describe('rules', () => {
  test.each(['held', 'broken', 'claims'])('%s', (rule) => {
    expect(parse(rule)).toStrictEqual({ rule, check: { kind: rule } });
  });

  test.each([
    ['lost-updates=0', 'lost-updates', '=', 0],
    ['violations!=0', 'violations', '!=', 0],
    ['retries<10', 'retries', '<', 10],
    ['failed<=5', 'failed', '<=', 5],
    ['indeterminate=0', 'indeterminate', '=', 0],
    ['drift=-10', 'drift', '=', -10],
    ['drift>-0.5', 'drift', '>', -0.5],
    ['failed>=-0', 'failed', '>=', -0],
    ['throughput>=1000', 'throughput', '>=', 1_000],
    ['p50<1.5', 'p50', '<', 1.5],
    ['p99 <= 50', 'p99', '<=', 50],
  ])('%s', (rule, metric, comparison, value) => {
    expect(parse(rule)).toStrictEqual({
      rule,
      check: { kind: 'metric', metric, comparison, value },
    });
  });

  test.each([
    ['naive:broken', 'naive', { kind: 'broken' }],
    ['for-update: held', 'for-update', { kind: 'held' }],
    [
      'for-update:lost-updates=0',
      'for-update',
      { kind: 'metric', metric: 'lost-updates', comparison: '=', value: 0 },
    ],
  ])('%s applies to one strategy', (rule, subject, check) => {
    expect(parse(rule)).toStrictEqual({ rule, subject, check });
  });
});

describe('an invalid rule', () => {
  const rules = 'Known: held, broken, claims, lost-updates';
  const metrics = 'Known: lost-updates, violations, retries';
  const operators = 'Known: =, !=, <, <=, >, >=.';

  test.each([
    ['', '"" is not a known rule', rules],
    ['hold', '"hold" is not a known rule', `Did you mean held? ${rules}`],
    ['Held', '"Held" is not a known rule', `Did you mean held? ${rules}`],
    ['safe', '"safe" is not a known rule', rules],
    ['naive:', '"" is not a known rule', rules],
    ['=0', '"=0" is not a known rule', rules],
    ['held broken', '"held broken" is not a known rule', rules],
    [
      'lost-updates',
      '"lost-updates" does not compare lost-updates with a number',
      'lost-updates=0',
    ],
    [
      'lost-update=0',
      '"lost-update" is not a known metric',
      `Did you mean lost-updates? ${metrics}`,
    ],
    ['held=1', '"held" is not a known metric', metrics],
    ['p98<5', '"p98" is not a known metric', `Did you mean p99? ${metrics}`],
    ['constructor=0', '"constructor" is not a known metric', metrics],
    ['p99==5', '"==" is not a known operator', `Did you mean =? ${operators}`],
    ['p99=<5', '"=<" is not a known operator', operators],
    ['p99<>5', '"<>" is not a known operator', operators],
    ['p99~5', '"~" is not a known operator', operators],
    ['p99≤5', '"≤" is not a known operator', operators],
    ['p99<-5', '"p99<-5" compares p99 with a number below 0', '0 or more'],
    ['failed>=-0.5', '"failed>=-0.5" compares failed with a number below 0', '0 or more'],
    ['p99<', '"" in "p99<" is not a number', 'p99<=5'],
    ['p99<50ms', '"50ms" in "p99<50ms" is not a number', 'without a unit'],
    ['p99<1e3', '"1e3" in "p99<1e3" is not a number', 'plain digits'],
    ['p99<0x10', '"0x10" in "p99<0x10" is not a number', 'plain digits'],
    ['p99<Infinity', '"Infinity" in "p99<Infinity" is not a number', 'plain digits'],
    ['p99<NaN', '"NaN" in "p99<NaN" is not a number', 'plain digits'],
    ['drift=+5', '"=+" is not a known operator', operators],
    ['drift=--5', '"--5" in "drift=--5" is not a number', 'plain digits'],
    ['p99<.5', '".5" in "p99<.5" is not a number', 'plain digits'],
    [
      'niave:held',
      '"niave" is not a known strategy',
      'Did you mean naive? Known: naive, mutex, for-update.',
    ],
    [':held', '"" is not a known strategy', 'Known: naive, mutex, for-update.'],
    ['all:held', '"all" is not a known strategy', 'Known: naive, mutex, for-update.'],
    ['mutex:held', 'strategy "mutex" is not in this run', 'naive, for-update.'],
    [
      'naive:schedules>=6',
      '"naive:schedules>=6" is a rule of explore',
      'Here a rule can be held, broken, claims, lost-updates=…, violations=…',
    ],
  ])('%j', (rule, problem, remedy) => {
    const { message, hint } = refusal(() => parse(rule));
    expect(message).toBe(`--expect: ${problem}`);
    expect(hint).toContain(remedy);
  });

  test.each([
    [['schedules'], '"p99<5" is a rule of run and compare', 'held, broken, claims, schedules=….'],
    [[], '"p99<5" is a rule of run and compare', 'Here a rule can be held, broken, claims.'],
  ])('a rule of a race, where the known metrics are %j', (known, problem, remedy) => {
    const { message, hint } = refusal(() => parseExpectation('p99<5', ['naive'], [], known));
    expect(message).toBe(`--expect: ${problem}`);
    expect(hint).toContain(remedy);
  });

  test('an unknown metric, where no metric is known', () => {
    const { message } = refusal(() => parseExpectation('speed<5', ['naive'], [], []));
    expect(message).toBe('--expect: "speed<5" is not a known rule');
  });

  test('a number that is too large to represent', () => {
    expect(refusal(() => parse(`drift<${'9'.repeat(400)}`)).message).toContain('is not a number');
  });
});
