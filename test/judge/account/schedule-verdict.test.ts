import { describe, expect, test } from 'vitest';

import { judgeSchedule, scheduleVerdict } from '../../../src/judge/account/schedule.js';
import { history } from './notation.js';

const judged = (text: string) => judgeSchedule(history(text));

/** The naive strategy, ABAB: both workers read 10 and withdraw it. */
const LOST = `
  start 10
  w1: read 0=10, write 1 absolute -10
  w2: read 0=10, write 2 absolute -10
  end 2=0
`;

/** The same operations, one after the other. */
const SERIAL = `
  start 10
  w1: read 0=10, write 1 absolute -10
  w2: read 1=0, refused -10
  end 1=0
`;

const OVERDRAWN = `
  start 10
  w1: read 0=10, write 1 relative -10
  w2: read 0=10, write 2 relative -10
  end 2=-10
`;

describe('the verdict', () => {
  test.each([
    ['a lost update', LOST, { verdict: 'broken', lostUpdates: 1, violations: 1 }],
    ['the same in turn', SERIAL, { verdict: 'held', lostUpdates: 0, violations: 0 }],
    ['an overdraft', OVERDRAWN, { verdict: 'broken', lostUpdates: 0, violations: 1 }],
    [
      'the same with enough money',
      OVERDRAWN.replaceAll('=10', '=20').replace('start 10', 'start 20').replace('=-10', '=0'),
      { verdict: 'held', lostUpdates: 0, violations: 0 },
    ],
    [
      'a balance that does not add up',
      'start 10\nw1: relative 1 +10\nend 1=25',
      { verdict: 'broken', lostUpdates: 0, violations: 0 },
    ],
    [
      'the same on the first of two accounts',
      'start 10\nstart 10@2\nw1: relative 1 +10\nend 1=25\nend 0=10@2',
      { verdict: 'broken', lostUpdates: 0, violations: 0 },
    ],
    [
      'the same that does',
      'start 10\nw1: relative 1 +10\nend 1=20',
      { verdict: 'held', lostUpdates: 0, violations: 0 },
    ],
    [
      'an update that was never written',
      'start 10\nw1: committed +10\nend 0=10',
      { verdict: 'broken', lostUpdates: 1, violations: 0 },
    ],
    [
      'a version without a writer',
      'start 10\nw1: relative 2 +10\nend 2=30',
      { verdict: 'inconclusive', lostUpdates: 0, violations: 0 },
    ],
    [
      'the same with a writer',
      'start 10\nw1: relative 2 +10\nw2: relative 1 +10\nend 2=30',
      { verdict: 'held', lostUpdates: 0, violations: 0 },
    ],
    [
      'a limit that two accounts share',
      `
        limit 1 2
        start 5
        start 5@2
        w1: read 0=5, read 0=5@2, write 1 absolute -10
        w2: read 0=5, read 0=5@2, write 1 absolute -10@2
        end 1=-5
        end 1=-5@2
      `,
      { verdict: 'broken', lostUpdates: 0, violations: 1, writeSkews: 1 },
    ],
    [
      'the same with enough money',
      `
        limit 1 2
        start 10
        start 10@2
        w1: read 0=10, read 0=10@2, write 1 absolute -10
        w2: read 0=10, read 0=10@2, write 1 absolute -10@2
        end 1=0
        end 1=0@2
      `,
      { verdict: 'held', lostUpdates: 0, violations: 0 },
    ],
    [
      'a server that was lost',
      'start 10\nw1: relative 1 +10\nserver lost',
      { verdict: 'inconclusive', lostUpdates: 0, violations: 0 },
    ],
  ] as const)('%s', (_, text, verdict) => {
    expect(scheduleVerdict(history(text))).toEqual({ writeSkews: 0, estimated: false, ...verdict });
    expect(judged(text)).toMatchObject(verdict);
  });

  test('operations that never overlapped held', () => {
    const apart = `
      start 10
      w1 from 0 to 5: read 0=10, write 1 absolute -5
      w2 from 5 to 9: read 1=5, write 2 absolute -5
      end 2=0
    `;
    expect(judged(apart).verdict).toBe('held');
  });

  test('operations that never committed held', () => {
    expect(judged('start 10\nw1: failed 40001 -10\nw2: refused -20\nend 0=10').verdict).toBe(
      'held',
    );
  });
});
