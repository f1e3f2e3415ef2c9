import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { spelled } from '../../../src/text/option.js';
import { history } from './notation.js';

const verdictOf = (...texts: readonly string[]) => {
  const rounds = texts.map((text, index) => history(text, { round: index + 1 }));
  const { verdict, reason } = judgeRounds(rounds);
  return `${verdict}: ${spelled(reason, 'flags')}`;
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
    expect(verdictOf(HELD)).toBe('held: Held in 2 operations; 2 of them overlapped.');
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
      'broken: 2 committed updates were lost and 2 withdrawals paid out money that was not there.',
    );
  });

  test('broken by an overdraft alone', () => {
    const text = `
      start 10
      w1: read 0=10, write 1 relative -10
      w2: read 0=10, write 2 relative -10
      end 2=-10
    `;
    expect(verdictOf(text)).toBe('broken: 1 withdrawal paid out money that was not there.');
  });

  test('broken by drift alone', () => {
    expect(verdictOf('start 100\nw1: relative 1 -10\nend 1=95')).toBe(
      'broken: Account 1 ended at 95, but the updates in that balance add up to 90: the strategy wrote ' +
        'a different amount from the one requested, or something else writes to this schema.',
    );
  });

  test('nothing overlapped', () => {
    expect(verdictOf(APART)).toBe(
      'inconclusive: No two operations overlapped on an account, so nothing was tested: use more ' +
        '--workers or --operations, or widen the window with --think.',
    );
  });

  test('is broken without overlap, too', () => {
    const text = `
      start 100
      w1 from 0 to 5: read 0=100, write 1 absolute -10
      w2 from 5 to 9: read 0=100, write 2 absolute -10
      end 2=90
    `;
    expect(verdictOf(text)).toMatch(/^broken: /);
  });

  test('mentions that it was cut short', () => {
    const text = `${HELD}\ncut short`;
    const { reason, cutShort } = judgeRounds([history(text, { durationMs: 10_004.2 })]);
    expect(reason).toBe(
      'Held in 2 operations; 2 of them overlapped. It was cut short by the time limit after 10 s.',
    );
    expect(cutShort).toBe(true);
    expect(judgeRounds([history(HELD)]).cutShort).toBe(false);
  });
});

const none = (text: string) => verdictOf(`start 100\n${text}\nend 0=100`);

describe('nothing committed', () => {
  test('all refused', () => {
    expect(none('w1: refused -200\nw2: refused -200')).toBe(
      'inconclusive: Every operation was refused, so nothing was tested: raise --balance.',
    );
  });

  test('all failed after retries', () => {
    const text = [1, 2].map((n) => `w${n}: failed conflict after 100 retries -10`).join('\n');
    expect(none(text)).toBe(
      'inconclusive: No operation committed: 2 of 2 gave up after 100 retries (conflict). ' +
        'Try --workers 1: if it fails even then, the cause is not contention (see race-lab explain hand-made).',
    );
  });

  test('all failed after different numbers of retries, for different causes', () => {
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

  test('none started', () => {
    expect(none('')).toBe('inconclusive: No operation started: allow more time with --time-limit.');
  });

  test('two commits count as a test, one does not', () => {
    const refused = 'start 100\nw1: refused -200\nw2: relative 1 +10';
    expect(verdictOf(`${refused}\nend 1=110`)).toMatch(/^inconclusive/);
    expect(verdictOf(`${refused}\nw3: relative 2 +10\nend 2=120`)).toMatch(/^held/);
  });
});

/** A history with deadlocks, and one committed update or two that overlap. */
const deadlocks = (committed: 1 | 2, failed: number) => `
  start 100
  w1: relative 1 -10
  ${committed === 2 ? 'w2: relative 2 -10' : ''}
  ${Array.from({ length: failed }, (_, i) => `w${3 + i}: failed 40P01 -10`).join('\n')}
  end ${committed}=${100 - 10 * committed}
`;

describe('too little committed', () => {
  test('one commit beside many failures, cut short: says what to change', () => {
    expect(verdictOf(`${deadlocks(1, 49)}\ncut short`)).toBe(
      'inconclusive: No two operations that committed overlapped on an account (1 committed and 49 ' +
        'failed (40P01)), so nothing was tested: raise --time-limit, use fewer --workers, or spread ' +
        'them over more --accounts. It was cut short by the time limit after 10 ms.',
    );
  });

  test('one commit beside many failures, within the time limit', () => {
    expect(verdictOf(deadlocks(1, 3))).toMatch(
      /so nothing was tested: use fewer --workers, more --retries or more --accounts\.$/,
    );
  });

  test('one commit beside refusals: suggests more money', () => {
    expect(verdictOf('start 10\nw1: relative 1 -10\nw2: refused -10\nend 1=0')).toBe(
      'inconclusive: No two operations that committed overlapped on an account (1 committed and 1 ' +
        'was refused), so nothing was tested: raise --balance, or --operations.',
    );
  });

  test('two commits, one after the other, beside one refusal', () => {
    const text = `
      start 100
      w1 from 0 to 5: relative 1 -10
      w2 from 5 to 9: relative 2 -10
      w3 from 0 to 9: refused -200
      end 2=80
    `;
    expect(verdictOf(text)).toMatch(/so nothing was tested: use more --workers or --operations/);
  });

  test('a broken history is broken, however little committed', () => {
    const text = `${deadlocks(1, 49)}\ncut short`.replace('end 1=90', 'end 1=80');
    expect(verdictOf(text)).toMatch(/^broken: /);
  });
});

describe('cut short with most operations failed', () => {
  test('is inconclusive, although two commits overlapped', () => {
    expect(verdictOf(`${deadlocks(2, 3)}\ncut short`)).toBe(
      'inconclusive: Nothing broke, but most operations failed before the time limit (2 committed and ' +
        '3 failed (40P01)), so too little was tested: raise --time-limit, use fewer --workers, or ' +
        'spread them over more --accounts. It was cut short by the time limit after 10 ms.',
    );
  });

  test('held with half of them failed', () => {
    expect(verdictOf(`${deadlocks(2, 2)}\ncut short`)).toMatch(/^held: /);
  });

  test('held with most of them failed, if all ran within the time limit', () => {
    expect(verdictOf(deadlocks(2, 3))).toMatch(/^held: /);
  });

  test('counts over all rounds', () => {
    const cut = `${deadlocks(2, 30)}\ncut short`;
    expect(verdictOf(deadlocks(2, 3), cut)).toBe(
      'inconclusive: Nothing broke, but most operations failed before the time limit (33 of 37 failed ' +
        'in 2 rounds), so too little was tested: raise --time-limit, use fewer --workers, or spread ' +
        'them over more --accounts.',
    );
    const many = Array.from({ length: 40 }, (_, i) => `w${i + 1}: relative ${i + 1} -1`).join('\n');
    expect(verdictOf(`start 100\n${many}\nend 40=60`, cut)).toMatch(/^held: /);
  });
});

describe('several rounds', () => {
  test('all held', () => {
    expect(verdictOf(HELD, HELD)).toBe(
      'held: Held in 4 operations in 2 rounds; 4 of them overlapped.',
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
    expect(verdictOf(HELD, GAP)).toMatch(
      /^inconclusive: Round 2: No operation that reported success wrote version 1 of account 1:/,
    );
    const lost = 'start 100\nw1: relative 1 -10\nserver lost';
    expect(verdictOf(HELD, lost)).toMatch(/^inconclusive: Round 2: The server was lost/);
  });

  test('held beats a round that tested nothing', () => {
    expect(verdictOf(APART, HELD)).toBe(
      'held: Held in 4 operations in 2 rounds; 2 of them overlapped. 1 of 2 rounds tested too little.',
    );
  });

  test('all tested nothing: inconclusive', () => {
    expect(verdictOf(APART, APART)).toMatch(/^inconclusive: Round 1: No two operations overlapped/);
  });

  test('any cut short: cut short', () => {
    const rounds = [history(HELD), history(`${HELD}\ncut short`, { round: 2 })];
    const result = judgeRounds(rounds);
    expect(result.cutShort).toBe(true);
    expect(result.reason).toContain('1 of 2 rounds was cut short by the time limit.');
  });
});
