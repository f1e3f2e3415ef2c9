import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { history } from './notation.js';

const witnessOf = (text: string) => judgeRounds([history(text)]).witness;
const sentencesOf = (text: string) => witnessOf(text)?.sentences;

describe('a lost update', () => {
  test('names the overwriting write and what it lost', () => {
    const witness = witnessOf(`
      start 12=880
      w3: read 12=880, write 13 absolute -10
      w21: relative 14 -10
      w7: read 12=880, write 15 absolute -10
      end 15=870
    `);
    expect(witness).toEqual({
      kind: 'lost update',
      round: 1,
      account: 1,
      sentences: [
        'Worker 7 read version 12 (balance 880) and wrote version 15: versions 13 and 14 by workers 3 and 21 are lost.',
        "Worker 7's operation 1 withdrew 10 and stored 870 instead of 850: the balance was 860 by then.",
      ],
      operations: [
        { worker: 7, sequence: 1 },
        { worker: 3, sequence: 1 },
        { worker: 21, sequence: 1 },
      ],
    });
  });

  test('is reported where it is easiest to read: fewest lost, then earliest', () => {
    const [first] =
      sentencesOf(`
        start 100
        w1: read 0=100, write 1 absolute -1
        w2: read 0=100, write 2 absolute -1
        w3: read 0=100, write 3 absolute -1
        w4: read 3=99, write 4 absolute -1
        w5: read 3=99, write 5 absolute -1
        w6: read 5=98, write 6 absolute -1
        w7: read 5=98, write 7 absolute -1
        end 7=97
      `) ?? [];
    expect(first).toBe(
      'Worker 5 read version 3 (balance 99) and wrote version 5: version 4 by worker 4 is lost.',
    );
  });

  test('gives many versions as a range, and names the operations at its ends', () => {
    const witness = witnessOf(`
      start 100
      w1: relative 1 -1
      w2: relative 2 -1
      w3: relative 3 -1
      w1: relative 4 -1
      w9: read 0=100, write 5 absolute -1
      end 5=99
    `);
    expect(witness?.sentences[0]).toBe(
      'Worker 9 read version 0 (balance 100) and wrote version 5: versions 1 to 4 by 3 workers are lost.',
    );
    expect(witness?.operations).toEqual([
      { worker: 9, sequence: 1 },
      { worker: 1, sequence: 1 },
      { worker: 1, sequence: 2 },
    ]);
  });

  test('combines several by one worker', () => {
    const [first] =
      sentencesOf(`
        start 100
        w1: relative 1 -1
        w1: relative 2 -1
        w2: read 0=100, write 3 absolute -1
        end 3=99
      `) ?? [];
    expect(first).toContain('versions 1 and 2 by worker 1 are lost.');
  });

  test('names the account when there are several', () => {
    const [first] =
      sentencesOf(`
        start 5
        start 100@2
        w1: read 0=100@2, write 1 absolute -10@2
        w2: read 0=100@2, write 2 absolute -10@2
        end 0=5
        end 2=90@2
      `) ?? [];
    expect(first).toBe(
      'Worker 2 read version 0 of account 2 (balance 100) and wrote version 2: version 1 by worker 1 is lost.',
    );
  });

  test('mentions a balance that returned to its earlier value', () => {
    const sentences = sentencesOf(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=90, write 2 absolute +10
      w3: read 0=100, write 3 absolute -10
      end 3=90
    `);
    expect(sentences?.[1]).toBe(
      "Worker 3's operation 1 withdrew 10 and stored 90; the balance was 100 again by then, so it does not show the loss.",
    );
  });

  test('does not call a basis read that was not reported as read', () => {
    const [first] =
      sentencesOf(`
      start 100
      w1: relative 1 -10
      w2: write 2 on 0 -10
      end 2=90
    `) ?? [];
    expect(first).toBe(
      'Worker 2 built on version 0 and wrote version 2: version 1 by worker 1 is lost.',
    );
  });

  test('explains the most common case: two workers write the same balance', () => {
    const sentences = sentencesOf(`
      start 1000
      w1: read 0=1000, write 1 absolute -10
      w2: read 0=1000, write 2 absolute -10
      end 2=990
    `);
    expect(sentences?.[1]).toBe(
      "Worker 2's operation 1 withdrew 10 and stored 990 instead of 980: the balance was already 990.",
    );
  });

  test('omits balances that do not add up', () => {
    const sentences = sentencesOf(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 0=100, write 2 absolute -10
      end 2=77
    `);
    expect(sentences).toHaveLength(1);
  });

  test('includes the overdraft that it causes', () => {
    const witness = witnessOf(`
      start 15
      w1: read 0=15, write 1 absolute -10
      w2: read 0=15, write 2 absolute -10
      w3: read 0=15, write 3 absolute -10
      end 3=5
    `);
    expect(witness?.kind).toBe('lost update');
    expect(witness?.sentences[2]).toBe(
      "Worker 2's operation 1 (version 2) paid out 10, but only 5 was there: the true balance became -5, while the column said 5.",
    );
    expect(witness?.operations).toHaveLength(3);
  });

  test('names an update that was reported and never written', () => {
    const sentences = sentencesOf(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 0=100, committed -10
      end 1=90
    `);
    expect(sentences).toEqual([
      "Worker 2's operation 1 read version 0 (balance 100) and reported that it withdrew 10, but wrote no version: its update is lost.",
    ]);
  });
});

describe('an overdraft', () => {
  test('names a decision on an outdated balance', () => {
    const witness = witnessOf(`
      start 4=10
      w8: read 4=10, write 5 relative -5
      w2: read 4=10, write 6 relative -5
      w3: read 4=10, write 7 relative -10
      end 7=-10
    `);
    expect(witness?.kind).toBe('overdraft');
    expect(witness?.sentences).toEqual([
      'Worker 3 read version 4 (balance 10) and decided that 10 could be withdrawn; its update became version 7, when the balance was already 0: it is now -10.',
      'Versions 5 and 6 by workers 8 and 2 came between.',
    ]);
  });

  test('names a decision against the balance that was read', () => {
    expect(
      sentencesOf(
        'start 5\nw1: read 0=5, write 1 relative -10\nw2: read 0=5, refused -10\nend 1=-5',
      ),
    ).toEqual([
      'Worker 1 read version 0 (balance 5) and withdrew 10 anyway; its update became version 1, when the balance was 5: it is now -5.',
    ]);
  });

  test('names a decision without a read, or with a later read', () => {
    const blind =
      "Worker 1's operation 1 withdrew 10 without reading first; its update became version 1, when the balance was 5: it is now -5.";
    expect(sentencesOf('start 5\nw1: relative 1 -10\nend 1=-5')).toEqual([blind]);
    expect(sentencesOf('start 5\nw1: read 1=-5, write 1 relative -10\nend 1=-5')).toEqual([blind]);
  });

  test('names one of several accounts', () => {
    const sentences = sentencesOf(`
      start 5
      start 10@2
      w1: read 0=10@2, write 1 relative -10@2
      w2: read 0=10@2, write 2 relative -10@2
      end 0=5
      end 2=-10@2
    `);
    expect(sentences?.[0]).toMatch(/^Worker 2 read version 0 of account 2 \(balance 10\)/);
  });
});

describe('drift', () => {
  test('names the version that was first read with a wrong balance, and its writer', () => {
    const witness = witnessOf(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=85, write 2 absolute -10
      w3: read 2=75, write 3 absolute -10
      end 3=65
    `);
    expect(witness?.sentences.slice(1)).toEqual([
      "Worker 2's operation 1 read version 1 with balance 85, but its history gives 90.",
      "Worker 1's operation 1 withdrew 10 and wrote version 1, built on version 0.",
    ]);
    expect(witness?.operations).toEqual([
      { worker: 2, sequence: 1 },
      { worker: 1, sequence: 1 },
    ]);
  });

  test('else names the last version and its writer', () => {
    const sentences = sentencesOf('start 100\nw1: relative 1 +10\nend 1=115');
    expect(sentences?.slice(1)).toEqual([
      "Worker 1's operation 1 deposited 10 and wrote version 1, built on version 0.",
    ]);
  });
});

test('a witness of several rounds is from the first that broke', () => {
  const held = history('start 100\nw1: relative 1 -10\nend 1=90');
  const later = [2, 3].map((round) => history('start 5\nw1: relative 1 -10\nend 1=-5', { round }));
  expect(judgeRounds([held, ...later]).witness?.round).toBe(2);
  expect(judgeRounds([held]).witness).toBeNull();
});
