import { describe, expect, test } from 'vitest';
import type { Claims } from '../../../src/model.js';
import { BROKEN, ESTIMATED, INCONCLUSIVE, OVERDRAWN, judge } from '../raced.js';
import type { Changes } from '../raced.js';

/** Numbers of committed, refused and attempted operations; the rest failed. */
const of = (committed: number, refused: number, attempted = 1_000): Changes => ({
  verdict: 'inconclusive',
  operations: { attempted, committed, refused, failed: attempted - committed - refused },
});

describe('claims that everything is prevented', () => {
  test.each<[string, Changes, boolean | null, string]>([
    ['a clean run', {}, true, 'held'],
    ['a clean run that was cut short', { cutShort: true }, true, 'held'],
    ['a run without overlap', INCONCLUSIVE, null, 'inconclusive'],
    ['lost updates', BROKEN, false, 'broken: 12 lost updates, 3 violations'],
    ['one lost update', { verdict: 'broken', lostUpdates: 1 }, false, 'broken: 1 lost update'],
    ['an overdraft', OVERDRAWN, false, 'broken: 3 violations'],
    ['unexplained drift', { verdict: 'broken', drift: -10 }, false, 'broken: drift -10'],
    ['a deadlock that was retried', { conflicts: { '40P01': 1 } }, false, 'held: 1 deadlock'],
    [
      'deadlocks, the last of them final',
      { conflicts: { '40P01': 2 }, failures: { '40P01': { count: 1, message: '' } } },
      false,
      'held: 3 deadlocks',
    ],
    [
      'lost updates, by estimate',
      ESTIMATED,
      false,
      'broken: at least 12 lost updates, at least 3 violations',
    ],
    ['a clean run, by estimate', { estimated: true }, true, 'held'],
    ['other conflicts', { conflicts: { '40001': 5, '55P03': 2 } }, true, 'held'],
    [
      'a loss without overlap',
      { ...INCONCLUSIVE, lostUpdates: 1 },
      false,
      'inconclusive: 1 lost update',
    ],
    ['a broken run that shows nothing else', { verdict: 'broken' }, false, 'broken'],
    [
      'unknown figures',
      { ...INCONCLUSIVE, lostUpdates: null, violations: null, drift: null },
      null,
      'inconclusive',
    ],
  ])('%s', (_, changes, met, actual) => {
    expect(judge('claims', changes)).toMatchObject({ met, actual });
  });

  test('deadlocks do not refute a strategy that may deadlock', () => {
    const deadlocks: Changes = { conflicts: { '40P01': 9 } };
    expect(judge('claims', deadlocks, { deadlocks: 'possible' })?.met).toBe(true);
  });
});

describe('claims that something is possible', () => {
  const naive: Partial<Claims> = { lostUpdates: 'possible', overdrafts: 'possible' };
  const leaky: Partial<Claims> = { overdrafts: 'possible' };
  const checked: Partial<Claims> = { lostUpdates: 'possible' };

  test.each<[string, Partial<Claims>, Changes, boolean | null, string]>([
    ['and it happened', naive, BROKEN, true, 'broken: 12 lost updates, 3 violations'],
    ['and it did not', naive, {}, null, 'held'],
    ['without overlap', naive, INCONCLUSIVE, null, 'inconclusive'],
    ['the overdraft, that happened', leaky, OVERDRAWN, true, 'broken: 3 violations'],
    ['the overdraft, but updates were lost', leaky, BROKEN, false, 'broken: 12 lost updates'],
    [
      'the loss, which explains the overdraft',
      checked,
      BROKEN,
      true,
      'broken: 12 lost updates, 3 violations',
    ],
    [
      'the loss, but only the overdraft happened',
      checked,
      OVERDRAWN,
      false,
      'broken: 3 violations',
    ],
    [
      'the loss, of which the count is unknown',
      checked,
      { ...OVERDRAWN, lostUpdates: null },
      true,
      'broken: 3 violations',
    ],
    [
      'the loss, of which an estimate may not have seen all',
      checked,
      { ...OVERDRAWN, estimated: true },
      true,
      'broken: at least 3 violations',
    ],
    [
      'the loss, with its drift',
      { lostUpdates: 'possible' },
      { verdict: 'broken', lostUpdates: 1, drift: 10 },
      true,
      'broken: 1 lost update',
    ],
  ])('%s', (_, claims, changes, met, actual) => {
    expect(judge('claims', changes, claims)).toMatchObject({ met, actual });
  });

  test('an anomaly that the scenario cannot show does not leave the claim open', () => {
    expect(judge('claims', {}, leaky, ['lost update'])).toMatchObject({ met: true });
    expect(judge('claims', {}, leaky, ['overdraft'])).toMatchObject({ met: null });
  });
});

describe('claims for a single process', () => {
  const mutex: Partial<Claims> = { processes: 'one' };

  test('hold for one process', () => {
    expect(judge('claims', BROKEN, mutex)?.met).toBe(false);
    expect(judge('claims', {}, mutex)?.met).toBe(true);
  });

  test('count as "possible" with several', () => {
    expect(judge('claims', { ...BROKEN, processes: 2 }, mutex)?.met).toBe(true);
    expect(judge('claims', { processes: 2 }, mutex)?.met).toBeNull();
    expect(judge('claims', { ...BROKEN, processes: 2 })?.met).toBe(false);
  });
});

describe('claims that no operation makes progress', () => {
  const stuck: Partial<Claims> = { progress: 'none' };

  test.each<[string, Changes, boolean | null, string]>([
    ['nothing committed', of(0, 0), true, 'inconclusive: 0 of 1000 committed'],
    ['fewer than one in a hundred committed', of(9, 0), true, 'inconclusive: 9 of 1000 committed'],
    ['one in a hundred committed', of(10, 0), false, 'inconclusive: 10 of 1000 committed'],
    [
      'one in a hundred of those not refused committed',
      of(5, 500),
      false,
      'inconclusive: 5 of 1000 committed',
    ],
    ['all were refused', of(0, 1_000), null, 'inconclusive: 0 of 1000 committed'],
    ['nothing was attempted', of(0, 0, 0), null, 'inconclusive: 0 of 0 committed'],
    [
      'all committed',
      { operations: { committed: 1_000, refused: 0 } },
      false,
      'held: 1000 of 1000 committed',
    ],
    ['an update was lost', { ...of(2, 0), lostUpdates: 1 }, false, 'inconclusive: 1 lost update'],
  ])('%s', (_, changes, met, actual) => {
    expect(judge('claims', changes, stuck)).toMatchObject({ met, actual });
  });

  test('a claim of progress stays open without progress', () => {
    expect(judge('claims', of(0, 0))?.met).toBeNull();
  });
});
