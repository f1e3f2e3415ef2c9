/** Limits that several accounts share: histories that break them, and similar ones that do not. */
import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { judgeSchedule } from '../../../src/judge/account/schedule.js';
import { history } from './notation.js';

const judged = (text: string) => judgeRounds([history(text)]);

/** Both workers read the same state, and each withdraws from a different account. */
const SKEW = `
  limit 1 2
  start 5
  start 5@2
  w1: read 0=5, read 0=5@2, write 1 absolute -10
  w2 from 0 to 11: read 0=5, read 0=5@2, write 1 absolute -10@2
  end 1=-5
  end 1=-5@2
`;

describe('write skew', () => {
  test('breaks the limit, although no update is lost', () => {
    expect(judged(SKEW)).toMatchObject({
      verdict: 'broken',
      lostUpdates: 0,
      violations: 1,
      drift: 0,
      lowestTrueBalance: -10,
      lowestStoredBalance: -10,
      reason: '1 withdrawal broke a limit that several accounts share.',
    });
  });

  test('is explained: the reads, the writes, and the change of the sum', () => {
    expect(judged(SKEW).witness).toEqual({
      kind: 'write skew',
      round: 1,
      account: 2,
      sentences: [
        "Worker 1's operation 1 read version 0 of account 1 (balance 5) and version 0 of account 2 (balance 5), 10 in all, and withdrew 10 from account 1 (version 1).",
        "Worker 2's operation 1 read the same and withdrew 10 from account 2 (version 1): they wrote different accounts, so neither write blocked the other.",
        'The sum of accounts 1 and 2 was 0 by then, and became -10.',
      ],
      operations: [
        { worker: 1, sequence: 1 },
        { worker: 2, sequence: 1 },
      ],
    });
  });

  test('in a schedule is explained with letters, and names the writes that break the limit together', () => {
    const { witness, wrong } = judgeSchedule(history(SKEW));
    expect(witness?.sentences[1]).toMatch(/^B read the same and withdrew 10 from account 2/);
    expect(wrong).toEqual({
      writes: [
        { worker: 1, account: 1, version: 1 },
        { worker: 2, account: 2, version: 1 },
      ],
      phrase: 'takes the sum to -10',
    });
  });

  test('excludes deposits and later writes from those writes', () => {
    const { wrong } = judgeSchedule(
      history(`
        limit 1 2
        start 0
        start 5@2
        w3 from 0 to 1: relative 1 +5
        w1: read 1=5, read 0=5@2, write 2 absolute -10
        w2 from 0 to 11: read 1=5, read 0=5@2, write 1 absolute -10@2
        w4 from 0 to 12: relative 2 -1@2
        end 2=-5
        end 2=-6@2
      `),
    );
    expect(wrong?.writes).toEqual([
      { worker: 1, account: 1, version: 2 },
      { worker: 2, account: 2, version: 1 },
    ]);
  });

  test('is refused when the same operations run one after the other', () => {
    const result = judged(`
      limit 1 2
      start 5
      start 5@2
      w1: read 0=5, read 0=5@2, write 1 absolute -10
      w2: read 1=-5, read 0=5@2, refused -10@2
      w3: relative 2 +10
      end 2=5
      end 0=5@2
    `);
    expect(result).toMatchObject({ verdict: 'held', violations: 0, lowestTrueBalance: 0 });
  });

  test('does not happen with money for both', () => {
    const rich = SKEW.replaceAll('-5', '0')
      .replaceAll('=5', '=10')
      .replaceAll('start 5', 'start 10');
    expect(judged(rich)).toMatchObject({ verdict: 'held', violations: 0, lowestTrueBalance: 0 });
  });

  test('becomes two overdrafts when each account has a limit of its own', () => {
    const result = judged(SKEW.replace('limit 1 2', 'limit 1\nlimit 2'));
    expect(result).toMatchObject({ violations: 2, lowestTrueBalance: -5 });
    expect(result.witness?.kind).toBe('overdraft');
  });
});

describe('a shared limit', () => {
  test('lets a single account go below zero', () => {
    const result = judged('limit 1 2\nstart 5\nstart 5@2\nw1: relative 1 -10\nend 1=-5\nend 0=5@2');
    expect(result).toMatchObject({ violations: 0, lowestTrueBalance: 0, lowestStoredBalance: 0 });
  });

  test('is broken from the first unit below zero', () => {
    const result = judged('limit 1 2\nstart 5\nstart 5@2\nw1: relative 1 -11\nend 1=-6\nend 0=5@2');
    expect(result).toMatchObject({ violations: 1, lowestTrueBalance: -1 });
  });

  test('of one owner ignores the money of another', () => {
    const result = judged(`
      limit 1 2
      limit 3 4
      start 5
      start 5@2
      start 500@3
      start 500@4
      w1: relative 1 -11
      end 1=-6
      end 0=5@2
      end 0=500@3
      end 0=500@4
    `);
    expect(result).toMatchObject({ violations: 1, lowestTrueBalance: -1, finalBalance: 999 });
    expect(result.witness?.account).toBe(1);
  });

  test('counts each withdrawal that leaves a negative sum', () => {
    const result = judged(`
      limit 1 2
      start 5
      start 5@2
      w1 from 0 to 1: relative 1 -15
      w2 from 0 to 2: relative 1 -1@2
      w3 from 0 to 3: relative 2 +1@2
      w4 from 0 to 4: relative 2 -1
      end 2=-11
      end 2=5@2
    `);
    expect(result).toMatchObject({ violations: 3, lowestTrueBalance: -6 });
  });

  test('counts withdrawals that reported success and wrote nothing', () => {
    const result = judged(`
      limit 1 2
      start 5
      start 5@2
      w1: relative 1 -10
      w2: committed -1@2
      end 1=-5
      end 0=5@2
    `);
    expect(result).toMatchObject({ violations: 1, lostUpdates: 1, lowestTrueBalance: -1 });
  });

  test('reports a lost update first, with the sum beside it', () => {
    const { witness, violations } = judged(`
      limit 1 2
      start 5
      start 5@2
      w1: read 0=5, read 0=5@2, write 1 absolute -10
      w2: read 0=5, read 0=5@2, write 2 absolute -10
      end 2=-5
      end 0=5@2
    `);
    expect(violations).toBe(1);
    expect(witness?.kind).toBe('lost update');
    expect(witness?.sentences.at(-1)).toBe(
      "Worker 2's operation 1 (version 2) paid out 10, which was not there: the true sum of accounts 1 and 2 became -10.",
    );
  });
});

describe('the order of updates of different accounts', () => {
  /** A deposit into account 2, and a withdrawal from account 1 that depends on it. */
  const inTime = (deposit: number, withdrawal: number) => `
    limit 1 2
    start 5
    start 5@2
    w1 from 0 to ${deposit}: relative 1 +5@2
    w2 from 0 to ${withdrawal}: relative 1 -15
    end 1=-10
    end 1=10@2
  `;

  test('is the order in which their operations ended', () => {
    expect(judged(inTime(1, 2)).violations).toBe(0);
    expect(judged(inTime(2, 1)).violations).toBe(1);
  });

  test('never contradicts the versions of an account', () => {
    // The deposit is version 1, so it came before version 2, although that operation ended earlier.
    const versions = (deposit: number, withdrawal: number) => `
      limit 1 2
      start 5
      start 5@2
      w1 from 0 to 9: relative ${deposit} +5
      w2 from 0 to 1: relative ${withdrawal} -15
      end 2=-5
      end 0=5@2
    `;
    expect(judged(versions(1, 2)).violations).toBe(0);
    expect(judged(versions(2, 1)).violations).toBe(1);
  });

  test('treats an operation on both accounts as a unit', () => {
    const move = (by: number) => `
      limit 1 2
      start 5
      start 5@2
      w1: relative 1 -20, relative 1 +${by}@2
      end 1=-15
      end 1=${5 + by}@2
    `;
    expect(judged(move(20))).toMatchObject({ violations: 0, lowestStoredBalance: 10 });
    expect(judged(move(9))).toMatchObject({ violations: 1, lowestTrueBalance: -1 });
  });
});

describe('a witness without reads', () => {
  test('names the operations that ended during the withdrawal', () => {
    const { witness } = judged(`
      limit 1 2
      start 5
      start 5@2
      w1 from 0 to 1: relative 1 -5@2
      w2 from 2 to 5: relative 2 -5@2
      w3 from 2 to 6: relative 1 -10
      end 1=-5
      end 2=-5@2
    `);
    expect(witness?.sentences).toEqual([
      "Worker 2's operation 1 withdrew 5 from account 2 (version 2).",
      "Worker 3's operation 1 withdrew 10 from account 1 (version 1): they wrote different accounts, so neither write blocked the other.",
      'The sum of accounts 1 and 2 was 0 by then, and became -10.',
    ]);
  });

  test('names only the withdrawal when there are none', () => {
    const { witness } = judged(
      'limit 1 2\nstart 5\nstart 5@2\nw1: relative 1 -11\nend 1=-6\nend 0=5@2',
    );
    expect(witness?.sentences).toEqual([
      "Worker 1's operation 1 withdrew 11 from account 1 (version 1).",
      'The sum of accounts 1 and 2 was 10 by then, and became -1.',
    ]);
  });
});

test('an account without a limit may have any balance', () => {
  const result = judged('limit 2\nstart 5\nstart 5@2\nw1: relative 1 -11\nend 1=-6\nend 0=5@2');
  expect(result).toMatchObject({ violations: 0, expectedBalance: -1, drift: 0 });
});
