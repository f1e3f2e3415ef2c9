import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { history } from './notation.js';

const judged = (text: string) => judgeRounds([history(text)]);

const UNKNOWN = {
  expectedBalance: null,
  drift: null,
  lostUpdates: null,
  violations: null,
  lowestTrueBalance: null,
  lowestStoredBalance: null,
  verdict: 'inconclusive',
  witness: null,
};

describe('a version without a writer', () => {
  test('in the middle', () => {
    const result = judged(`
      start 100
      w1: relative 1 -10
      w2: relative 3 -10
      end 3=70
    `);
    expect(result).toMatchObject({ ...UNKNOWN, finalBalance: 70 });
    expect(result.reason).toBe(
      'No operation that reported success wrote version 2 of account 1: the strategy ' +
        'does not report all its writes, or something else writes to this schema.',
    );
  });

  test('at the end', () => {
    const result = judged('start 100\nw1: relative 1 -10\nend 2=70');
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toMatch(/^No operation .* wrote version 2 of account 1:/);
  });

  test('on another account', () => {
    const result = judged(`
      start 100
      start 100@2
      w1: relative 1 -10
      end 1=90
      end 1=90@2
    `);
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toMatch(/^No operation .* wrote version 1 of account 2:/);
  });

  test('far before the only written version', () => {
    const result = judged('start 100\nw1: relative 10000000000 -10\nend 10000000000=70');
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toMatch(/^No operation .* wrote version 1 of account 1:/);
  });

  test('is no problem when every version has a writer', () => {
    const result = judged(`
      start 100
      w1: relative 1 -10
      w2: relative 3 -10
      w3: relative 2 -10
      end 3=70
    `);
    expect(result).toMatchObject({ verdict: 'held', expectedBalance: 70 });
  });
});

describe('an indeterminate operation', () => {
  test('may have written the version without a writer', () => {
    const result = judged(`
      start 100
      w1: relative 1 -10
      w2: read 1=90, indeterminate -10
      end 2=80
    `);
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toBe(
      '1 operation is indeterminate: the connection broke while it committed, and version 2 of ' +
        'account 1 has no other writer. Run it again.',
    );
  });

  test('two of them', () => {
    const { reason } = judged(`
      start 100
      w1: indeterminate -10
      w2: indeterminate -10
      end 1=90
    `);
    expect(reason).toMatch(
      /^2 operations are indeterminate: the connection broke while they committed/,
    );
  });

  test('wrote nothing when every version has a writer', () => {
    const result = judged(`
      start 100
      w1: relative 1 -10
      w2: read 0=100, indeterminate -10
      w3: relative 2 -10
      end 2=80
    `);
    expect(result).toMatchObject({ verdict: 'held', expectedBalance: 80, drift: 0 });
    expect(result.operations.indeterminate).toBe(1);
    expect(result.reason).toContain('1 operation lost its connection while committing');
  });

  test('does not excuse a version that two operations claim', () => {
    const { reason } = judged(`
      start 100
      w1: relative 1 -10
      w2: relative 1 -10
      w3: indeterminate -10
      end 2=80
    `);
    expect(reason).toBe(
      "Version 1 of account 1 is claimed by worker 1's operation 1 and worker 2's operation 1.",
    );
  });
});

describe('contradictions', () => {
  test('a version claimed twice', () => {
    const result = judged(`
      start 100
      w1: relative 1 -10
      w1: relative 2 -10
      w2: relative 2 -10
      end 2=80
    `);
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toBe(
      "Version 2 of account 1 is claimed by worker 1's operation 2 and worker 2's operation 1.",
    );
  });

  test('a version above the final one', () => {
    const result = judged('start 100\nw1: relative 1 -10\nw2: relative 2 -10\nend 1=90');
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toBe(
      "Worker 2's operation 1 reported version 2 of account 1, which went from version 0 to 1.",
    );
  });

  test('a version at or below the initial one', () => {
    const result = judged('start 5=100\nw1: relative 5 -10\nend 5=90');
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toContain('reported version 5 of account 1');
  });

  test.each(['1', '2'])('a basis that is not below its version: %s', (basis) => {
    const result = judged(`start 100\nw1: write 1 on ${basis} -10\nend 1=90`);
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toBe(
      `Worker 1's operation 1 reported version 1 of account 1 as built on version ${basis}.`,
    );
  });

  test('a basis before the start', () => {
    const result = judged('start 3=100\nw1: write 4 on 2 -10\nend 4=90');
    expect(result).toMatchObject(UNKNOWN);
  });

  test('a basis just below its version is valid', () => {
    const result = judged('start 3=100\nw1: write 4 on 3 -10\nend 4=90');
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0 });
  });

  test('an account that is not part of the race', () => {
    const result = judged('start 100\nw1: relative 1 -10@7\nend 0=100');
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toContain('account 7, which is not among those of the race');
    const unwritten = judged('start 100\nw1: committed -10@7\nend 0=100');
    expect(unwritten.reason).toContain('account 7, which is not among those of the race');
  });

  test('an account that is missing at the end', () => {
    const result = judged('start 100\nstart 100@2\nw1: relative 1 -10\nend 1=90');
    expect(result).toMatchObject(UNKNOWN);
    expect(result.reason).toBe('Account 2 is missing from the final state.');
  });
});

test('a lost server leaves the balance unknown, and the counts known', () => {
  const result = judged(`
    start 100
    w1: read 0=100, write 1 absolute -10
    w2: read 0=100, write 2 absolute -10
    server lost
  `);
  expect(result).toMatchObject({ ...UNKNOWN, finalBalance: null, initialBalance: 100 });
  expect(result.operations).toMatchObject({ attempted: 2, committed: 2, overlapping: 2 });
  expect(result.reason).toBe('The server was lost before the final balance could be read.');
});

describe('of several contradictions', () => {
  const reasonOf = (text: string) => judged(text).reason;

  test('a version above the final one is reported before versions missing at the end', () => {
    const text = 'start 100\nw1: relative 1 -10\nw2: relative 2 -10\nw3: relative 5 -10\nend 3=70';
    expect(reasonOf(text)).toMatch(/^Worker 3's operation 1 reported version 5 of account 1/);
  });

  test('and after missing versions below it', () => {
    const text = 'start 100\nw1: relative 2 -10\nw2: relative 5 -10\nend 2=80';
    expect(reasonOf(text)).toMatch(
      /^No operation that reported success wrote version 1 of account 1:/,
    );
  });

  test('the lower version is reported first', () => {
    const twice = 'w1: relative 2 -10\nw2: relative 2 -10';
    expect(reasonOf(`start 100\nw3: relative 1 -10\n${twice}\nend 4=70`)).toMatch(
      /^Version 2 of account 1 is claimed by worker 1's operation 1 and worker 2's/,
    );
    expect(reasonOf(`start 100\n${twice}\nend 4=70`)).toMatch(
      /^No operation that reported success wrote version 1 of account 1:/,
    );
  });
});
