/** Claims about a limit that several accounts share. */
import { describe, expect, test } from 'vitest';

import type { Claims } from '../../../src/model.js';
import { brokenIn, judge, type Changes } from '../explored.js';
import { BROKEN, judge as judgeRace, OVERDRAWN, type Changes as RaceChanges } from '../raced.js';

const exposes = ['lost update', 'write skew'] as const;
const skewing: Partial<Claims> = { writeSkew: 'possible' };
// A strategy that breaks the limit of one account claims nothing about a shared limit.
const leaky: Partial<Claims> = { overdrafts: 'possible' };

describe('raced', () => {
  test.each<[string, Partial<Claims>, RaceChanges, boolean | null, string]>([
    ['prevented, and broken', {}, OVERDRAWN, false, 'broken: 3 violations'],
    ['prevented, and kept', {}, {}, true, 'held'],
    ['possible, and broken', skewing, OVERDRAWN, true, 'broken: 3 violations'],
    ['possible, and kept', skewing, {}, null, 'held'],
    ['possible, but updates were lost', skewing, BROKEN, false, 'broken: 12 lost updates'],
    [
      'prevented, but overdrafts possible, and broken',
      leaky,
      OVERDRAWN,
      true,
      'broken: 3 violations',
    ],
    ['prevented, but overdrafts possible, and kept', leaky, {}, null, 'held'],
  ])('%s', (_, claims, changes, met, actual) => {
    expect(judgeRace('claims', changes, claims, exposes)).toMatchObject({ met, actual });
  });

  test('do not apply to a limit of one account', () => {
    expect(judgeRace('claims', OVERDRAWN, skewing)?.met).toBe(false);
    expect(judgeRace('claims', {}, skewing)?.met).toBe(true);
  });
});

describe('explored', () => {
  test.each<[string, Partial<Claims>, Changes, boolean | null, string]>([
    [
      'prevented, and broken',
      {},
      brokenIn(4, { 'write skew': 4 }),
      false,
      'broken: write skew in 4 of 6 schedules',
    ],
    ['prevented, and kept', {}, {}, true, 'held'],
    [
      'possible, and broken',
      skewing,
      brokenIn(4, { 'write skew': 4 }),
      true,
      'broken: write skew in 4 of 6 schedules',
    ],
    ['possible, and kept', skewing, {}, null, 'held'],
    [
      'possible, but balances were off as well',
      skewing,
      brokenIn(4, { 'write skew': 3 }),
      false,
      'broken: drift in 1 of 6 schedules',
    ],
    [
      'prevented, but overdrafts possible',
      leaky,
      brokenIn(4, { 'write skew': 4 }),
      true,
      'broken: write skew in 4 of 6 schedules',
    ],
  ])('%s', (_, claims, changes, met, actual) => {
    expect(judge('claims', changes, claims, exposes)).toMatchObject({ met, actual });
  });
});
