import { describe, expect, test } from 'vitest';

import { judge } from '../../src/analysis/judge.js';
import { history } from './notation.js';

const verdictOf = (...texts: readonly string[]) => {
  const rounds = texts.map((text, index) => history(text, { round: index + 1 }));
  const { verdict, reason } = judge(rounds);
  return `${verdict}: ${reason}`;
};

const HELD = 'start 100\nw1: relative 1 -10\nw2: relative 2 -10\nend 2=80';
const LOST = `
  start 100
  w1: read 0=100, write 1 absolute -10
  w2: read 0=100, write 2 absolute -10
  end 2=90
`;
const APART = `
  start 100
  w1 from 0 to 5: relative 1 -10
  w2 from 5 to 9: relative 2 -10
  end 2=80
`;
const GAP = 'start 100\nw1: relative 2 -10\nend 2=80';

describe('one round', () => {
  test('held', () => {
    expect(verdictOf(HELD)).toBe('held: Held in 2 operations, of which 2 overlapped.');
  });

  test('broken by a lost update', () => {
    expect(verdictOf(LOST)).toBe('broken: 1 committed update was lost.');
  });

  test('broken by lost updates and overdrafts', () => {
    const text = `
      start 10
      w1: read 0=10, write 1 absolute -10
      w2: read 0=10, write 2 absolute -10
      w3: read 0=10, write 3 absolute -10
      end 3=0
    `;
    expect(verdictOf(text)).toBe(
      'broken: 2 committed updates were lost and 2 withdrawals were paid out of money that was not there.',
    );
  });

  test('broken by an overdraft alone', () => {
    const text = `
      start 10
      w1: read 0=10, write 1 relative -10
      w2: read 0=10, write 2 relative -10
      end 2=-10
    `;
    expect(verdictOf(text)).toBe('broken: 1 withdrawal was paid out of money that was not there.');
  });

  test('broken by drift alone', () => {
    expect(verdictOf('start 100\nw1: relative 1 -10\nend 1=95')).toBe(
      'broken: Account 1 ended at 95, although the updates in that balance make 90: the strategy ' +
        'wrote another amount than it was asked to, or something else writes to this schema.',
    );
  });

  test('nothing overlapped', () => {
    expect(verdictOf(APART)).toBe(
      'inconclusive: No two operations overlapped on an account, so nothing was tested: use more ' +
        '--workers or --operations, or widen the window with --think.',
    );
  });

  test('what broke without overlap is broken all the same', () => {
    const text = `
      start 100
      w1 from 0 to 5: read 0=100, write 1 absolute -10
      w2 from 5 to 9: read 0=100, write 2 absolute -10
      end 2=90
    `;
    expect(verdictOf(text)).toMatch(/^broken: /);
  });

  test('cut short is mentioned', () => {
    const text = `${HELD}\ncut short`;
    const { reason, cutShort } = judge([history(text, { durationMs: 10_004.2 })]);
    expect(reason).toBe(
      'Held in 2 operations, of which 2 overlapped. It was cut short by the time limit after 10 s.',
    );
    expect(cutShort).toBe(true);
    expect(judge([history(HELD)]).cutShort).toBe(false);
  });
});

const none = (text: string) => verdictOf(`start 100\n${text}\nend 0=100`);

describe('nothing committed', () => {
  test('all refused', () => {
    expect(none('w1: refused -200\nw2: refused -200')).toBe(
      'inconclusive: Every operation was refused, so nothing was tested: raise --balance.',
    );
  });

  test('all gave up', () => {
    const text = [1, 2].map((n) => `w${n}: failed conflict after 100 retries -10`).join('\n');
    expect(none(text)).toBe(
      'inconclusive: No operation committed: 2 of 2 gave up after 100 retries (conflict). ' +
        'Try --workers 1: what fails even then is not contention (see race-lab explain hand-made).',
    );
  });

  test('gave up after different numbers of retries, for different causes', () => {
    const text = `
      w1: failed 40P01 after 3 retries -10
      w2: failed 40001 after 1 retry -10
      w3: failed 40P01 -10
    `;
    expect(none(text)).toContain('3 of 3 gave up after up to 3 retries (40P01 and 40001).');
  });

  test('all failed at once', () => {
    expect(none('w1: failed 42P01 -10')).toBe(
      'inconclusive: No operation committed: 1 of 1 failed (42P01).',
    );
  });

  test('a mixture', () => {
    const text = 'w1: refused -10\nw2: failed 40001 after 2 retries -10\nw3: indeterminate -10';
    expect(none(text)).toBe(
      'inconclusive: No operation committed: 1 was refused, 1 failed (40001) and 1 is indeterminate.',
    );
  });

  test('none begun', () => {
    expect(none('')).toBe(
      'inconclusive: No operation was begun: allow more time with --time-limit.',
    );
  });

  test('one that committed makes it a test', () => {
    expect(verdictOf('start 100\nw1: refused -200\nw2: relative 1 +10\nend 1=110')).toMatch(
      /^held/,
    );
  });
});

describe('several rounds', () => {
  test('all held', () => {
    expect(verdictOf(HELD, HELD)).toBe(
      'held: Held in 4 operations, of which 4 overlapped, in 2 rounds.',
    );
  });

  test('any broken: broken', () => {
    expect(verdictOf(HELD, LOST, LOST)).toBe(
      'broken: Broken in 2 of 3 rounds. Round 2: 1 committed update was lost.',
    );
  });

  test('broken beats unknown', () => {
    expect(verdictOf(GAP, LOST)).toMatch(/^broken: Broken in 1 of 2 rounds\. Round 2: /);
  });

  test('unknown beats held', () => {
    expect(verdictOf(HELD, GAP)).toMatch(/^inconclusive: Round 2: Version 1 of account 1 /);
    const lost = 'start 100\nw1: relative 1 -10\nserver lost';
    expect(verdictOf(HELD, lost)).toMatch(/^inconclusive: Round 2: The server was lost/);
  });

  test('held beats a round that tested nothing', () => {
    expect(verdictOf(APART, HELD)).toBe(
      'held: Held in 4 operations, of which 2 overlapped, in 2 rounds. 1 of 2 rounds tested nothing.',
    );
  });

  test('all tested nothing: inconclusive', () => {
    expect(verdictOf(APART, APART)).toMatch(/^inconclusive: Round 1: No two operations overlapped/);
  });

  test('any cut short: cut short', () => {
    const rounds = [history(HELD), history(`${HELD}\ncut short`, { round: 2 })];
    const result = judge(rounds);
    expect(result.cutShort).toBe(true);
    expect(result.reason).toContain('1 of 2 rounds was cut short by the time limit.');
  });
});
