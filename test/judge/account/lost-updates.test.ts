import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { history } from './notation.js';

const lostIn = (text: string) => judgeRounds([history(text)]);

describe('two absolute writes', () => {
  test('on the same version lose the first', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 0=100, write 2 absolute -10
      end 2=90
    `);
    expect(result).toMatchObject({ lostUpdates: 1, drift: 10, expectedBalance: 80 });
    expect(result.verdict).toBe('broken');
  });

  test('one after the other lose nothing', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=90, write 2 absolute -10
      end 2=80
    `);
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0, expectedBalance: 80 });
    expect(result.verdict).toBe('held');
  });
});

describe('an absolute write over a relative one', () => {
  test('loses it when its read came before', () => {
    const result = lostIn(`
      start 100
      w1: relative 1 -10
      w2: read 0=100, write 2 absolute -30
      end 2=70
    `);
    expect(result).toMatchObject({ lostUpdates: 1, drift: 10, verdict: 'broken' });
  });

  test('keeps it when its read came after', () => {
    const result = lostIn(`
      start 100
      w1: relative 1 -10
      w2: read 1=90, write 2 absolute -30
      end 2=60
    `);
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0, verdict: 'held' });
  });
});

test('a relative write loses nothing, whatever version it read', () => {
  const result = lostIn(`
    start 100
    w1: read 0=100, write 1 relative -10
    w2: read 0=100, write 2 relative -10
    w3: read 0=100, write 3 relative -10
    end 3=70
  `);
  expect(result).toMatchObject({ lostUpdates: 0, drift: 0, verdict: 'held' });
});

describe('unequal amounts', () => {
  test('are counted as updates, not derived from the drift', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -30
      w2: read 0=100, write 2 absolute -5
      w3: read 0=100, write 3 absolute -7
      end 3=93
    `);
    expect(result).toMatchObject({ lostUpdates: 2, drift: 35, expectedBalance: 58 });
  });

  test('opposite errors cancel in the drift, but not in the count', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=90, write 2 absolute +10
      w3: read 0=100, write 3 absolute -5
      end 3=95
    `);
    expect(result).toMatchObject({ lostUpdates: 2, drift: 0, verdict: 'broken' });
  });
});

describe('recurring balances', () => {
  test('a balance that returns to an earlier value hides no loss (ABA)', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=90, write 2 absolute +10
      w3: read 0=100, write 3 absolute -10
      end 3=90
    `);
    expect(result).toMatchObject({ lostUpdates: 2, drift: 0, verdict: 'broken' });
  });

  test('the same balances are valid when the second read of 100 is version 2', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=90, write 2 absolute +10
      w3: read 2=100, write 3 absolute -10
      end 3=90
    `);
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0, verdict: 'held' });
  });
});

describe('chains', () => {
  test('updates that build on a lost one are lost with it', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 1=90, write 2 absolute -10
      w3: relative 3 -10
      w4: read 0=100, write 4 absolute -10
      end 4=90
    `);
    expect(result).toMatchObject({ lostUpdates: 3, drift: 30 });
  });

  test('an overwritten update is saved when the write over it is lost', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 0=100, write 2 absolute -10
      w3: read 1=90, write 3 absolute -10
      end 3=80
    `);
    expect(result).toMatchObject({ lostUpdates: 1, drift: 10 });
  });
});

test('with equal deposits, the lost updates are the drift divided by the amount', () => {
  const { drift, lostUpdates, violations } = lostIn(`
    start 0
    w1: read 0=0, write 1 absolute +10
    w2: read 0=0, write 2 absolute +10
    w3: read 1=10, write 3 absolute +10
    w4: read 3=20, write 4 absolute +10
    w5: read 3=20, write 5 absolute +10
    end 5=30
  `);
  expect({ drift, lostUpdates, violations }).toEqual({ drift: -20, lostUpdates: 2, violations: 0 });
});

describe('several accounts', () => {
  test('are walked separately', () => {
    const result = lostIn(`
      start 100
      start 50@2
      w1: read 0=100, write 1 absolute -10
      w2: read 0=50@2, write 1 absolute -10@2
      w3: read 0=50@2, write 2 absolute -20@2
      end 1=90
      end 2=30@2
    `);
    expect(result).toMatchObject({ initialBalance: 150, finalBalance: 120, expectedBalance: 110 });
    expect(result).toMatchObject({ lostUpdates: 1, drift: 10, verdict: 'broken' });
    expect(result.witness?.account).toBe(2);
  });

  test('equal versions of different accounts do not conflict', () => {
    const result = lostIn(`
      start 100
      start 50@2
      w1: read 0=100, write 1 absolute -10
      w2: read 0=50@2, write 1 absolute -10@2
      w3: read 1=40@2, write 2 absolute -20@2
      end 1=90
      end 2=20@2
    `);
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0, verdict: 'held' });
  });

  test('a transfer can be lost on one account only', () => {
    const result = lostIn(`
      start 100
      start 50@2
      w1: read 0=100, read 0=50@2, write 1 absolute -10, write 1 absolute +10@2
      w2: read 1=90, read 0=50@2, write 2 absolute -10, write 2 absolute +10@2
      end 2=80
      end 2=60@2
    `);
    expect(result).toMatchObject({ lostUpdates: 1, drift: -10 });
  });
});

describe('an operation that reports success and writes nothing', () => {
  test('is lost', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 0=100, committed -10
      end 1=90
    `);
    expect(result).toMatchObject({ lostUpdates: 1, drift: 10, verdict: 'broken' });
  });

  test('is not lost when it reports a refusal', () => {
    const result = lostIn(`
      start 100
      w1: read 0=100, write 1 absolute -10
      w2: read 0=100, refused -10
      w3: relative 2 -10
      end 2=80
    `);
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0, verdict: 'held' });
  });
});

/** Judges a history after adding version 1, without a change, to the writes of worker 1. */
const judgedWithTouch = (text: string) => {
  const plain = history(text);
  const operations = Array.from(plain.operations, (operation) => {
    const { outcome, worker } = operation;
    if (worker !== 1 || outcome.kind !== 'committed') return operation;
    const writes = [{ account: 1, version: 1, basis: 0 }, ...(outcome.writes ?? [])];
    return { ...operation, outcome: { ...outcome, writes } };
  });
  return judgeRounds([{ ...plain, operations }]);
};

describe('an operation that writes twice', () => {
  test('counts once, with its last write', () => {
    const result = judgedWithTouch(`
      start 100
      w1: relative 2 -10
      w2: read 2=90, write 3 absolute -10
      end 3=80
    `);
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0, expectedBalance: 80 });
  });

  test('does not lose its own first write, which added nothing', () => {
    const result = judgedWithTouch(`
      start 100
      w1: read 0=100, write 2 absolute -10
      w2: read 2=90, write 3 absolute -10
      end 3=80
    `);
    expect(result).toMatchObject({ lostUpdates: 0, drift: 0, verdict: 'held' });
  });

  test('is lost once, when its last write is lost', () => {
    const result = judgedWithTouch(`
      start 100
      w1: relative 2 -10
      w2: read 0=100, write 3 absolute -10
      end 3=90
    `);
    expect(result).toMatchObject({ lostUpdates: 1, drift: 10 });
  });
});

test('versions may begin at a number other than 0', () => {
  const result = lostIn(`
    start 7=100
    w1: read 7=100, write 8 absolute -10
    w2: read 7=100, write 9 absolute -10
    w3: read 9=90, write 10 absolute -10
    end 10=80
  `);
  expect(result).toMatchObject({ lostUpdates: 1, drift: 10 });
});
