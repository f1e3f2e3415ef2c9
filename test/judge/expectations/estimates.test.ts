import { describe, expect, test } from 'vitest';

import { brokenIn, judge as judgeExplored } from '../explored.js';
import { ESTIMATED, INCONCLUSIVE, judge } from '../raced.js';
import type { Changes } from '../raced.js';

describe('metrics for which an estimate is a lower bound', () => {
  test.each([
    ['lost-updates>11', true],
    ['lost-updates>12', null],
    ['lost-updates>=12', true],
    ['lost-updates>=13', null],
    ['lost-updates!=11', true],
    ['lost-updates!=12', null],
    ['lost-updates!=13', null],
    ['lost-updates=11', false],
    ['lost-updates=12', null],
    ['lost-updates=13', null],
    ['lost-updates<=11', false],
    ['lost-updates<=12', null],
    ['lost-updates<12', false],
    ['lost-updates<13', null],
  ])('%s, of at least 12: %s', (rule, met) => {
    expect(judge(rule, ESTIMATED)).toMatchObject({ met, actual: 'at least 12' });
  });

  test('an estimate of zero does not prove zero', () => {
    const none: Changes = { estimated: true };
    expect(judge('lost-updates=0', none)).toMatchObject({ met: null, actual: 'at least 0' });
    expect(judge('violations=0', none)).toMatchObject({ met: null, actual: 'at least 0' });
    expect(judge('lost-updates=0')).toMatchObject({ met: true, actual: 0 });
    expect(judge('violations=0', ESTIMATED)).toMatchObject({ met: false, actual: 'at least 3' });
  });

  test('counted metrics are compared as usual', () => {
    expect(judge('drift=120', ESTIMATED)).toMatchObject({ met: true, actual: 120 });
    expect(judge('retries=40', ESTIMATED)).toMatchObject({ met: true, actual: 40 });
    expect(judge('broken', ESTIMATED)).toMatchObject({ met: true, actual: 'broken' });
    expect(judge('held', { estimated: true })).toMatchObject({ met: true, actual: 'held' });
  });

  test('a run without overlap meets none of these rules', () => {
    const idle: Changes = { ...INCONCLUSIVE, estimated: true };
    expect(judge('lost-updates>=0', idle)?.met).toBeNull();
    expect(judge('lost-updates>=0', { estimated: true })?.met).toBe(true);
  });
});

describe('overdrafts that follow from lost updates', () => {
  const checked = { lostUpdates: 'possible' } as const;
  const more = brokenIn(4, { 'lost update': 3, overdraft: 4 });

  test('may all be explained by losses that the estimate missed', () => {
    expect(judgeExplored('claims', { ...more, estimated: true }, checked)?.met).toBe(true);
    expect(judgeExplored('claims', more, checked)?.met).toBe(false);
  });

  test('are not explained where the strategy claims that no update is lost', () => {
    expect(judgeExplored('claims', { ...more, estimated: true })?.met).toBe(false);
  });
});
