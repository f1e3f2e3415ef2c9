import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { history } from './notation.js';

const judged = (text: string) => judgeRounds([history(text)]);

describe('lost updates of a strategy that does not report its writes', () => {
  test('are what is missing from the balance', () => {
    const result = judged(`
      start 100
      w1: read 0=100, unsaid -10
      w2: read 0=100, unsaid -10
      w3: unsaid -10
      end 3=80
    `);
    expect(result).toMatchObject({ estimated: true, lostUpdates: 1, drift: 10, verdict: 'broken' });
    expect(result.reason).toBe(
      'At least 1 committed update was lost. The strategy does not say what its writes built on, ' +
        'so lost updates are estimated from balances, and errors that cancel each other are not seen.',
    );
  });

  test('are none when nothing is missing', () => {
    const result = judged(`
      start 100
      w1: read 0=100, unsaid -10
      w2: read 0=100, unsaid -10
      w3: unsaid -10
      end 3=70
    `);
    expect(result).toMatchObject({ estimated: true, lostUpdates: 0, drift: 0, verdict: 'held' });
    expect(result.witness).toBeNull();
    expect(result.reason).toBe(
      'Held in 3 operations; 3 of them overlapped. The strategy does not say what its writes ' +
        'built on, so lost updates are estimated from balances, and errors that cancel each other are not seen.',
    );
  });

  test('are the fewest and largest of unequal amounts that make up the drift', () => {
    const text = (end: number) => `
      start 100
      w1: unsaid -10
      w2: unsaid -25
      w3: unsaid -7
      end 3=${end}
    `;
    expect(judged(text(58 + 25))).toMatchObject({ lostUpdates: 1, drift: 25 });
    expect(judged(text(58 + 26))).toMatchObject({ lostUpdates: 2, drift: 26 });
  });

  test('are withdrawals where the balance is too high, and deposits where it is too low', () => {
    const text = (end: number) => `
      start 100
      w1: unsaid -40
      w2: unsaid +5
      w3: unsaid +5
      end 3=${end}
    `;
    expect(judged(text(110))).toMatchObject({ lostUpdates: 1, drift: 40 });
    expect(judged(text(60))).toMatchObject({ lostUpdates: 2, drift: -10 });
  });

  test('are not detected where they cancel', () => {
    const text = (end: number) => `start 100\nw1: unsaid -10\nw2: unsaid +10\nend 2=${end}`;
    expect(judged(text(100))).toMatchObject({ lostUpdates: 0, drift: 0, verdict: 'held' });
    expect(judged(text(110))).toMatchObject({ lostUpdates: 1, drift: 10, verdict: 'broken' });
  });

  test('are all updates of an account that was never updated, even where they cancel', () => {
    const text = (end: string) => `start 100\nw1: unsaid -10\nw2: unsaid +10\nend ${end}`;
    const result = judged(text('0=100'));
    expect(result).toMatchObject({ lostUpdates: 2, drift: 0, verdict: 'broken' });
    expect(result.witness?.sentences).toEqual([
      'Account 1 started at 100; 1 committed deposit brought 10 and 1 committed withdrawal took ' +
        '10, but it was never updated: all 2 updates were lost.',
    ]);
    expect(judged(text('1=100'))).toMatchObject({ lostUpdates: 0, verdict: 'held' });
  });

  test('are counted for each account, so that opposite errors do not cancel', () => {
    const text = (one: number, two: number) => `
      start 50@1
      start 50@2
      w1: unsaid -10@1, unsaid +10@2
      w2: unsaid +10@1, unsaid -10@2
      end 2=${one}@1
      end 2=${two}@2
    `;
    expect(judged(text(60, 40))).toMatchObject({ lostUpdates: 2, drift: 0, verdict: 'broken' });
    expect(judged(text(50, 50))).toMatchObject({ lostUpdates: 0, drift: 0, verdict: 'held' });
  });

  test('one operation without reported writes makes the whole round an estimate', () => {
    const text = (clause: string) => `start 100\nw1: relative 1 -10\nw2: ${clause} -10\nend 2=80`;
    expect(judged(text('unsaid'))).toMatchObject({ estimated: true, verdict: 'held' });
    expect(judged(text('relative 2'))).toMatchObject({ estimated: false, verdict: 'held' });
  });
});

describe('a balance that no lost update explains', () => {
  test('is reported as a drift', () => {
    const { lostUpdates, verdict, witness } = judged(`
      start 100
      w1: unsaid -10
      w2: unsaid -10
      end 2=121
    `);
    expect({ lostUpdates, verdict }).toEqual({ lostUpdates: 0, verdict: 'broken' });
    expect(witness?.sentences).toEqual([
      'Account 1 started at 100; 2 committed withdrawals took 20, so it should hold 80, and it ' +
        'holds 121: lost updates cannot explain that, so the strategy wrote a different amount from ' +
        'the one requested, or something else writes to this schema.',
    ]);
  });

  test('is a loss when losing all updates explains it', () => {
    const result = judged('start 100\nw1: unsaid -10\nw2: unsaid -10\nend 2=100');
    expect(result).toMatchObject({ lostUpdates: 2, verdict: 'broken' });
    expect(result.witness?.sentences[0]).toMatch(/: all 2 updates were lost\.$/);
  });
});

describe('violations of a strategy that does not report its writes', () => {
  test('are the withdrawals that fit in no order', () => {
    const text = (start: number) => `
      start ${start}
      w1: unsaid -10
      w2: unsaid -30
      w3: unsaid +5
      w4: unsaid -10
      end 4=${start - 45}
    `;
    const broken = judged(text(44));
    expect(broken).toMatchObject({ violations: 1, lostUpdates: 0, verdict: 'broken' });
    expect(broken).toMatchObject({ lowestTrueBalance: -1, lowestStoredBalance: -1 });
    expect(broken.witness).toEqual({
      kind: 'overdraft',
      round: 1,
      account: 1,
      sentences: [
        'Account 1 had at most 49 to pay out, deposits included, and paid out 50: in any order, at least 1 ' +
          'withdrawal took money that was not there.',
      ],
      operations: [],
    });
    expect(judged(text(45))).toMatchObject({ violations: 0, verdict: 'held' });
  });

  test('are reported together with the lost updates', () => {
    const { witness, violations } = judged(`
      start 10
      w1: read 0=10, unsaid -10
      w2: read 0=10, unsaid -10
      end 2=0
    `);
    expect(violations).toBe(1);
    expect(witness?.kind).toBe('drift');
    expect(witness?.sentences).toEqual([
      'Account 1 started at 10; 2 committed withdrawals took 20, so it should hold -10, and it ' +
        'holds 0: at least 1 update was lost.',
      'Account 1 had at most 10 to pay out, deposits included, and paid out 20: in any order, at least 1 ' +
        'withdrawal took money that was not there.',
    ]);
  });

  test('of a shared limit are computed from the sum, to which a transfer adds nothing', () => {
    const text = (by: number) => `
      start 10@1
      start 10@2
      limit 1 2
      w1: unsaid -15@1
      w2: unsaid ${by}@2
      w3: unsaid -50@1, unsaid +50@2
      end 2=-55@1
      end 2=${60 + by}@2
    `;
    const broken = judged(text(-6));
    expect(broken).toMatchObject({ violations: 1, drift: 0, verdict: 'broken' });
    expect(broken.witness?.kind).toBe('write skew');
    expect(broken.witness?.sentences).toEqual([
      'Accounts 1 and 2 together had at most 20 to pay out, deposits included, and paid out 21: in ' +
        'any order, at least 1 withdrawal broke the limit that they share.',
    ]);
    expect(judged(text(-5))).toMatchObject({ violations: 0, verdict: 'held', witness: null });
  });

  test('are not excluded by a final sum that is right', () => {
    const text = 'start 0\nw1: unsaid -10\nw2: unsaid +10\nend 2=0';
    expect(judged(text)).toMatchObject({ violations: 0, verdict: 'held', lowestTrueBalance: 0 });
  });
});

describe('versions hint at', () => {
  const versions = (version: number) =>
    judged(`start 100\nw1: unsaid -10\nw2: unsaid -10\nw3: unsaid -10\nend ${version}=80`);

  test('fewer updates than operations', () => {
    expect(versions(2).witness?.sentences[1]).toBe(
      'Account 1 was updated 2 times for 3 committed operations: some were written together, or never.',
    );
    expect(versions(3).witness?.sentences).toHaveLength(1);
  });

  test('more updates than operations', () => {
    expect(versions(4).witness?.sentences[1]).toBe(
      'Account 1 was updated 4 times for 3 committed operations: some wrote more than once, or ' +
        'one that did not commit left a write behind.',
    );
  });

  test('fewer updates even where the balance adds up', () => {
    const held = (version: number) =>
      judged(`start 100\nw1: unsaid -10\nw2: unsaid -10\nend ${version}=80`).reason;
    expect(held(1)).toMatch(/Account 1 was updated once for 2 committed operations: some were/);
    expect(held(2)).not.toContain('was updated');
  });
});

describe('nothing can be estimated', () => {
  const inconclusive = (text: string) => {
    const { verdict, reason, lostUpdates, estimated, witness } = judged(text);
    expect({ verdict, lostUpdates, estimated, witness }).toEqual({
      verdict: 'inconclusive',
      lostUpdates: null,
      estimated: false,
      witness: null,
    });
    return reason;
  };

  test('while the expected balance is unknown', () => {
    const text = (open: string) =>
      `start 110\nw1: unsaid -10\nw2: ${open} -10\nw3: unsaid -10\nend 3=90`;
    expect(inconclusive(text('indeterminate'))).toBe(
      '1 operation is indeterminate: the connection broke while it committed, and the strategy ' +
        'does not say what its writes built on, so the expected balance is not known. ' +
        'Run it again.',
    );
    expect(judged(text('failed 40001'))).toMatchObject({ verdict: 'held', estimated: true });
  });

  test('without a final state, or with another set of accounts', () => {
    expect(inconclusive('start 100\nw1: unsaid -10\nserver lost')).toContain('server was lost');
    expect(inconclusive('start 100\nw1: unsaid -10@2\nend 1=90')).toBe(
      "Worker 1's operation 1 changed account 2, which is not among those of the race.",
    );
    expect(inconclusive('start 100\nw1: unsaid -10\nend 1=90@2')).toBe(
      'Account 1 is missing from the final state.',
    );
  });

  test('for operations that did not overlap', () => {
    const { verdict, estimated } = judged('start 100\nw1: unsaid -10\nend 1=90');
    expect({ verdict, estimated }).toEqual({ verdict: 'inconclusive', estimated: true });
  });
});

test('the sum of rounds is an estimate when one round is', () => {
  const reported = history('start 100\nw1: relative 1 -10\nw2: relative 2 -10\nend 2=80');
  const unreported = history('start 100\nw1: unsaid -10\nw2: unsaid -10\nend 2=80', { round: 2 });
  const both = judgeRounds([reported, unreported]);
  expect(both).toMatchObject({ verdict: 'held', estimated: true, lostUpdates: 0 });
  expect(both.reason).toMatch(/in 2 rounds; \d+ of them overlapped\. The strategy does not say/);
  expect(both.rounds.map(({ estimated }) => estimated)).toEqual([false, true]);
  expect(judgeRounds([reported, { ...reported, round: 2 }])).toMatchObject({ estimated: false });
});
