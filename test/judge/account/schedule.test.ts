import { describe, expect, test } from 'vitest';

import { judgeSchedule } from '../../../src/judge/account/schedule.js';
import { history } from './notation.js';

const judged = (text: string) => judgeSchedule(history(text));
const sentencesOf = (text: string) => judged(text).witness?.sentences;

/** The naive strategy, ABAB: both workers read 10 and withdraw it. */
const LOST = `
  start 10
  w1: read 0=10, write 1 absolute -10
  w2: read 0=10, write 2 absolute -10
  end 2=0
`;

const OVERDRAWN = `
  start 10
  w1: read 0=10, write 1 relative -10
  w2: read 0=10, write 2 relative -10
  end 2=-10
`;

describe('a lost update', () => {
  test('is explained with letters', () => {
    expect(judged(LOST)).toEqual({
      verdict: 'broken',
      lostUpdates: 1,
      estimated: false,
      violations: 1,
      writeSkews: 0,
      reason: '1 committed update was lost and 1 withdrawal paid out money that was not there.',
      witness: {
        kind: 'lost update',
        round: 1,
        account: 1,
        sentences: [
          'B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.',
          'B withdrew 10 and stored 0 instead of -10: the balance was already 0.',
          'B (version 2) paid out 10, which was not there: the true balance became -10, while the column said 0.',
        ],
        operations: [
          { worker: 2, sequence: 1 },
          { worker: 1, sequence: 1 },
        ],
      },
      wrong: {
        writes: [{ worker: 2, account: 1, version: 2 }],
        phrase: 'overwrites version 1 by A',
      },
    });
  });

  test('names the operation where a worker has several', () => {
    const text = `
      start 20
      w1: read 0=20, write 1 absolute -10
      w2: read 0=20, write 2 absolute -10
      w1: read 2=10, write 3 absolute -10
      end 3=0
    `;
    expect(sentencesOf(text)).toEqual([
      'B read version 0 (balance 20) and wrote version 2: version 1 by A is lost.',
      "B's operation 1 withdrew 10 and stored 10 instead of 0: the balance was already 10.",
      "A's operation 2 (version 3) paid out 10, which was not there: the true balance became -10, while the column said 0.",
    ]);
  });

  test('of several updates names all their versions', () => {
    const { witness, wrong } = judged(`
      start 0
      w1: relative 1 +10
      w3: relative 2 +10
      w2: read 0=0, write 3 absolute +10
      end 3=10
    `);
    expect(witness?.sentences[0]).toBe(
      'B read version 0 (balance 0) and wrote version 3: versions 1 and 2 by A and C are lost.',
    );
    expect(wrong?.phrase).toBe('overwrites versions 1 and 2');
  });

  test('of many updates gives a range of versions', () => {
    const few = judged(`
      start 0
      w1: relative 1 +10
      w3: relative 2 +10
      w1: relative 3 +10
      w3: relative 4 +10
      w2: read 0=0, write 5 absolute +10
      end 5=10
    `);
    expect(few.witness?.sentences[0]).toContain('versions 1 to 4 by A and C are lost.');
    expect(few.wrong?.phrase).toBe('overwrites versions 1 to 4');
    const many = sentencesOf(`
      start 0
      w1: relative 1 +10
      w2: relative 2 +10
      w3: relative 3 +10
      w4: relative 4 +10
      w5: read 0=0, write 5 absolute +10
      end 5=10
    `);
    expect(many?.[0]).toContain('E read version 0');
    expect(many?.[0]).toContain('versions 1 to 4 by 4 workers are lost.');
  });

  test('points to the write that the witness names, on its account', () => {
    const { wrong } = judged(`
      start 5
      start 100@2
      w1: relative 1 -1
      w2: read 0=100@2, write 1 absolute -10@2
      w3: read 0=100@2, write 2 absolute -10@2
      end 1=4
      end 2=90@2
    `);
    expect(wrong).toEqual({
      writes: [{ worker: 3, account: 2, version: 2 }],
      phrase: 'overwrites version 1 by B',
    });
  });

  test('that was never written points to no write', () => {
    const { witness, wrong } = judged('start 10\nw2: read 0=10, committed -10\nend 0=10');
    expect(witness?.sentences).toEqual([
      'B read version 0 (balance 10) and reported that it withdrew 10, but wrote no version: its update is lost.',
    ]);
    expect(wrong).toBeNull();
  });
});

describe('an overdraft', () => {
  test('points to the withdrawal that took the balance below zero', () => {
    const { witness, wrong } = judged(OVERDRAWN);
    expect(witness?.sentences).toEqual([
      'B read version 0 (balance 10) and decided that 10 could be withdrawn; its update became version 2, when the balance was already 0: it is now -10.',
      'Version 1 by A came between.',
    ]);
    expect(wrong).toEqual({
      writes: [{ worker: 2, account: 1, version: 2 }],
      phrase: 'takes the balance to -10',
    });
  });

  test('points to the first of several withdrawals', () => {
    const { wrong } = judged(`
      start 10
      w1: relative 3 -10
      w2: relative 2 -10
      w3: relative 1 -5
      end 3=-15
    `);
    expect(wrong).toEqual({
      writes: [{ worker: 2, account: 1, version: 2 }],
      phrase: 'takes the balance to -5',
    });
  });

  test('names a withdrawal without a read', () => {
    expect(sentencesOf('start 5\nw2: relative 1 -10\nend 1=-5')).toEqual([
      'B withdrew 10 without reading first; its update became version 1, when the balance was 5: it is now -5.',
    ]);
  });
});

describe('a balance that does not add up', () => {
  test('points to the write that was read with a wrong balance', () => {
    const { witness, wrong } = judged(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=85, write 2 absolute -10
      end 2=75
    `);
    expect(witness?.kind).toBe('drift');
    expect(witness?.sentences.slice(1)).toEqual([
      'B read version 1 with balance 85, but its history gives 90.',
      'A withdrew 10 and wrote version 1, built on version 0.',
    ]);
    expect(wrong).toEqual({
      writes: [{ worker: 1, account: 1, version: 1 }],
      phrase: 'stores 85 instead of 90',
    });
  });

  test('else points to the last write', () => {
    const { witness, wrong } = judged(`
      start 100
      w1: relative 1 -10
      w1: relative 2 +10
      end 2=115
    `);
    expect(witness?.sentences[1]).toBe(
      "A's operation 2 deposited 10 and wrote version 2, built on version 1.",
    );
    expect(wrong).toMatchObject({ writes: [{ version: 2 }], phrase: 'stores 115 instead of 100' });
  });

  test('points to nothing where nothing was written', () => {
    const { verdict, wrong } = judged('start 100\nw1: refused -200\nend 0=99');
    expect({ verdict, wrong }).toEqual({ verdict: 'broken', wrong: null });
  });
});

describe('a contradiction names workers by letter', () => {
  test('with one operation each', () => {
    const { reason, verdict } = judged('start 9\nw1: relative 1 -1\nw2: relative 1 -1\nend 1=8');
    expect({ reason, verdict }).toEqual({
      reason: 'Version 1 of account 1 is claimed by A and B.',
      verdict: 'inconclusive',
    });
  });

  test('on an account outside the race', () => {
    expect(judged('start 9\nw2: relative 1 -1@7\nend 0=9').reason).toBe(
      'B changed account 7, which is not among those of the race.',
    );
  });

  test('with several operations each', () => {
    const { reason } = judged(`
      start 9
      w1: relative 1 -1
      w2: relative 2 -1
      w2: write 3 on 3 -1
      end 3=6
    `);
    expect(reason).toBe("B's operation 2 reported version 3 of account 1 as built on version 3.");
  });
});
