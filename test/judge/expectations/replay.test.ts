import { describe, expect, test } from 'vitest';

import type { Claims } from '../../../src/model.js';
import { drawn, judgeDrawn } from '../explored.js';
import { history } from '../account/notation.js';

const schedule = (text: string) => drawn(history(text));

const HELD = schedule('start 10\nw1: relative 1 -10\nw2: read 1=0, refused -10\nend 1=0');
const LOST = schedule(`
  start 10
  w1: read 0=10, write 1 absolute -10
  w2: read 0=10, write 2 absolute -10
  end 2=0
`);
const OVERDRAWN = schedule(`
  start 10
  w1: read 0=10, write 1 relative -10
  w2: read 0=10, write 2 relative -10
  end 2=-10
`);
const ADRIFT = schedule('start 10\nw1: relative 1 -10\nend 1=-5');
const UNCLEAR = schedule('start 10\nw1: relative 2 -10\nend 2=-10');
const DEADLOCKED = schedule(`
  start 10
  w1: relative 1 -10
  w2: failed 40P01 -10
  end 1=0
`);
const RETRIED = schedule(`
  start 10
  w1: failed 40P01 after 1 retry -10
  w2: failed 40001 -10
  end 0=10
`);
const STUCK = schedule(`
  start 10
  w1: failed conflict after 2 retries -10
  w2: failed conflict after 2 retries -10
  end 0=10
`);

describe('verdicts', () => {
  test.each([
    ['held', HELD, true],
    ['held', LOST, false],
    ['held', UNCLEAR, null],
    ['held', STUCK, true],
    ['broken', HELD, false],
    ['broken', LOST, true],
    ['broken', UNCLEAR, null],
  ] as const)('%s of a schedule: %#', (rule, drawing, met) => {
    expect(judgeDrawn(rule, drawing)).toEqual({
      rule,
      subject: 'toy',
      met,
      actual: drawing.verdict,
    });
  });
});

const naive: Partial<Claims> = { lostUpdates: 'possible', overdrafts: 'possible' };
const leaky: Partial<Claims> = { overdrafts: 'possible' };
const checked: Partial<Claims> = { lostUpdates: 'possible' };
const deadlocking: Partial<Claims> = { deadlocks: 'possible' };
const stuck: Partial<Claims> = { progress: 'none' };

describe('claims', () => {
  test.each([
    // One schedule can refute a claim that an anomaly is prevented…
    ['prevented, and lost', {}, LOST, false, 'broken: 1 lost update, 1 violation'],
    ['prevented, and overdrawn', {}, OVERDRAWN, false, 'broken: 1 violation'],
    ['prevented, and adrift', {}, ADRIFT, false, 'broken: drift -5'],
    ['no deadlock, and one', {}, DEADLOCKED, false, 'held in one schedule: 1 deadlock'],
    ['no deadlock, and two', {}, RETRIED, false, 'held in one schedule: 2 deadlocks'],
    ['overdrafts only, and lost', leaky, LOST, false, 'broken: 1 lost update'],
    ['losses only, and overdrawn', checked, OVERDRAWN, false, 'broken: 1 violation'],
    [
      'no progress, and one committed',
      stuck,
      HELD,
      false,
      'held in one schedule: 1 of 2 committed',
    ],
    // … but cannot prove it.
    ['prevented, and held', {}, HELD, null, 'held in one schedule'],
    ['prevented, and unclear', {}, UNCLEAR, null, 'inconclusive'],
    ['deadlocks, and one', deadlocking, DEADLOCKED, null, 'held in one schedule'],
    [
      'no progress, and nothing committed',
      stuck,
      STUCK,
      null,
      'held in one schedule: 0 of 2 committed',
    ],
    // It can prove a claim that an anomaly is possible, but cannot refute it.
    ['possible, and lost', naive, LOST, true, 'broken: 1 lost update, 1 violation'],
    [
      'losses only, that explain the overdraft',
      checked,
      LOST,
      true,
      'broken: 1 lost update, 1 violation',
    ],
    ['overdrafts only, and overdrawn', leaky, OVERDRAWN, true, 'broken: 1 violation'],
    ['possible, and held', naive, HELD, null, 'held in one schedule'],
    ['possible, and unclear', naive, UNCLEAR, null, 'inconclusive'],
  ] as const)('%s', (_, claims, drawing, met, actual) => {
    expect(judgeDrawn('claims', drawing, claims)).toMatchObject({ met, actual });
  });

  test('stay open for an anomaly that the scenario cannot show', () => {
    expect(judgeDrawn('claims', HELD, leaky, ['lost update'])?.met).toBeNull();
  });
});
