import { describe, expect, test } from 'vitest';

import { judgeSchedule } from '../../../src/judge/account/schedule.js';
import { history } from './notation.js';

/** The reason of a schedule that held. */
const held = (text: string) => {
  const { verdict, reason, witness, wrong } = judgeSchedule(history(text));
  expect({ verdict, witness, wrong }).toEqual({ verdict: 'held', witness: null, wrong: null });
  return reason;
};

describe('the outcomes of the operations', () => {
  test('names operations carried out and refused', () => {
    expect(held('start 10\nw1: relative 1 -10\nw2: read 1=0, refused -10\nend 1=0')).toBe(
      'A withdrew 10 and B was refused; the account ended at 0, as it should.',
    );
  });

  test('follows the order of the letters, not of the records', () => {
    expect(
      held(`
        start 0
        w3: relative 1 +5
        w1: relative 3 +5
        w2: relative 2 +1000
        end 3=1010
      `),
    ).toBe(
      'A deposited 5, B deposited 1,000 and C deposited 5; the account ended at 1,010, as it should.',
    );
  });

  test('names failures, at once and after retries, with their causes', () => {
    expect(
      held(`
        start 10
        w1: failed 40P01 -10
        w2: failed conflict after 2 retries -10
        w3: relative 1 -10
        end 1=0
      `),
    ).toBe(
      'A failed (40P01), B failed after 2 retries (conflict) and C withdrew 10; ' +
        'the account ended at 0, as it should.',
    );
  });

  test('names operations carried out or refused after retries', () => {
    expect(
      held(`
        start 10
        w1: retried 40001, relative 1 -10
        w2: retried 40001 conflict 40001, refused -10
        w3: retried 40001, failed 40P01 -10
        end 1=0
      `),
    ).toBe(
      'A withdrew 10 after 1 retry (40001), B was refused after 3 retries (40001 and conflict) ' +
        'and C failed after 1 retry (40001 and 40P01); the account ended at 0, as it should.',
    );
  });

  test('names a commit whose connection was lost, and which did not take effect', () => {
    expect(held('start 10\nw1: read 0=10, indeterminate -10\nend 0=10')).toBe(
      'A lost its connection while committing, and wrote nothing; the account ended at 10, as it should.',
    );
  });

  test('lists several operations of each worker', () => {
    expect(
      held(`
        start 20
        w2: relative 2 -10
        w1: relative 1 -10
        w1: refused -10
        w2: failed 40001 -10
        end 2=0
      `),
    ).toBe(
      'A withdrew 10, then was refused; B withdrew 10, then failed (40001); the account ended at 0, as it should.',
    );
  });
});

describe('several accounts', () => {
  test('are named', () => {
    expect(
      held(`
        start 10
        start 10@2
        w1: relative 1 -10
        w2: relative 1 +5@2
        end 1=0
        end 1=15@2
      `),
    ).toBe(
      'A withdrew 10 from account 1 and B deposited 5 into account 2; the accounts ended at 0 and 15, as they should.',
    );
  });

  test('are counted when there are many', () => {
    const accounts = [1, 2, 3, 4].map((id) => `start 10@${id}\nend 0=10@${id}`).join('\n');
    expect(held(`${accounts}\nw1: refused -20`)).toBe(
      'A was refused; all 4 accounts ended as they should.',
    );
  });
});
