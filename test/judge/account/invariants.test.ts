import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { history } from './notation.js';

const judged = (text: string) => judgeRounds([history(text)]);

describe('overdrafts hidden by an absolute write', () => {
  test('the column never goes negative, but the bank pays out too much', () => {
    const result = judged(`
      start 10
      w1: read 0=10, write 1 absolute -10
      w2: read 0=10, write 2 absolute -10
      end 2=0
    `);
    expect(result).toMatchObject({ violations: 1, lowestTrueBalance: -10, lowestStoredBalance: 0 });
  });

  test('a lost update of available money is no overdraft', () => {
    const result = judged(`
      start 20
      w1: read 0=20, write 1 absolute -10
      w2: read 0=20, write 2 absolute -10
      end 2=10
    `);
    expect(result).toMatchObject({ violations: 0, lowestTrueBalance: 0, lowestStoredBalance: 10 });
    expect(result.lostUpdates).toBe(1);
  });
});

describe('overdrafts by check and decrement', () => {
  test('the column goes negative, and no update is lost', () => {
    const result = judged(`
      start 10
      w1: read 0=10, write 1 relative -10
      w2: read 0=10, write 2 relative -10
      end 2=-10
    `);
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0, violations: 1, verdict: 'broken' });
    expect(result).toMatchObject({ lowestTrueBalance: -10, lowestStoredBalance: -10 });
  });

  test('a second read after the first write is refused', () => {
    const result = judged(`
      start 0
      w3: relative 1 +10
      w1: read 1=10, write 2 relative -10
      w2: read 2=0, refused -10
      end 2=0
    `);
    expect(result).toMatchObject({ violations: 0, lowestTrueBalance: 0, verdict: 'held' });
  });
});

describe('below zero', () => {
  test('counts each withdrawal that leaves a negative balance', () => {
    const { violations } = judged(`
      start 10
      w1: relative 1 -15
      w2: relative 2 -1
      w3: relative 3 +2
      w4: relative 4 -1
      end 4=-5
    `);
    expect(violations).toBe(3);
  });

  test('counts nothing when a deposit comes first in version order', () => {
    const { violations, lowestTrueBalance } = judged(`
      start 10
      w1: relative 2 -15
      w2: relative 3 -1
      w3: relative 1 +7
      w4: relative 4 -1
      end 4=0
    `);
    expect({ violations, lowestTrueBalance }).toEqual({ violations: 0, lowestTrueBalance: 0 });
  });

  test('exactly zero is no violation', () => {
    expect(judged('start 10\nw1: relative 1 -10\nend 1=0').violations).toBe(0);
    expect(judged('start 10\nw1: relative 1 -11\nend 1=-1').violations).toBe(1);
  });

  test('a deposit below zero is no violation', () => {
    const result = judged('start -10\nw1: relative 1 +5\nend 1=-5');
    expect(result).toMatchObject({ violations: 0, lowestTrueBalance: -10 });
  });
});

test('the lowest balances include the initial and the intermediate ones', () => {
  const high = judged('start 10\nw1: relative 1 +5\nend 1=15');
  expect(high).toMatchObject({ lowestTrueBalance: 10, lowestStoredBalance: 10 });
  const dip = judged('start 10\nw1: relative 1 -7\nw2: relative 2 +7\nend 2=10');
  expect(dip).toMatchObject({ lowestTrueBalance: 3, lowestStoredBalance: 3 });
});

test('the lowest stored balance may belong to a lost update', () => {
  const result = judged(`
    start 100
    w1: read 0=100, write 1 absolute -90
    w2: read 0=100, write 2 absolute -10
    end 2=90
  `);
  expect(result).toMatchObject({ lowestStoredBalance: 10, lowestTrueBalance: 0 });
});

test('the money of one account does not cover another', () => {
  const result = judged(`
    start 10
    start 1000@2
    w1: relative 1 -20
    w2: relative 1 -20@2
    end 1=-10
    end 1=980@2
  `);
  expect(result).toMatchObject({ violations: 1, lowestTrueBalance: -10 });
  expect(result.witness?.account).toBe(1);
});

describe('drift that no lost update explains', () => {
  test('is broken when a strategy wrote a different amount', () => {
    const result = judged(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=85, write 2 absolute -10
      end 2=75
    `);
    expect(result).toMatchObject({ lostUpdates: 0, violations: 0, drift: -5, verdict: 'broken' });
    expect(result.witness?.kind).toBe('drift');
  });

  test('held with the right amount', () => {
    const result = judged(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=90, write 2 absolute -10
      end 2=80
    `);
    expect(result).toMatchObject({ drift: 0, verdict: 'held', witness: null });
  });

  test('is broken when errors of two accounts cancel in the total', () => {
    const result = judged(`
      start 100
      start 100@2
      w1: relative 1 -10
      w2: relative 1 -10@2
      end 1=95
      end 1=85@2
    `);
    expect(result).toMatchObject({ drift: 0, verdict: 'broken' });
  });

  test('is broken when a balance changed without a version', () => {
    const result = judged('start 100\nw1: read 0=100, refused -200\nend 0=99');
    expect(result).toMatchObject({ drift: -1, lostUpdates: 0, verdict: 'broken' });
    expect(result.witness).toMatchObject({ kind: 'drift', operations: [] });
  });
});
