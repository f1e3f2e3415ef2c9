import { describe, expect, test } from 'vitest';

import { countOverlaps } from '../../../src/judge/account/overlap.js';
import { history } from './notation.js';

const overlapping = (text: string) =>
  countOverlaps(history(`start 0\n${text}\nend 0=0`).operations).all;

test('an operation that begins before another ends overlaps it', () => {
  expect(overlapping('w1 from 0 to 5: committed +1\nw2 from 4 to 9: committed +1')).toBe(2);
});

test('an operation that begins when another ends does not', () => {
  expect(overlapping('w1 from 0 to 5: committed +1\nw2 from 5 to 9: committed +1')).toBe(0);
});

test('counts operations, not pairs', () => {
  const three = [1, 2, 3].map((worker) => `w${worker} from 0 to 5: committed +1`).join('\n');
  expect(overlapping(three)).toBe(3);
  expect(overlapping(`${three}\nw4 from 5 to 6: committed +1`)).toBe(3);
});

test('a long operation overlaps the short ones within it, which do not overlap each other', () => {
  expect(
    overlapping(`
      w2 from 3 to 5: committed +1
      w1 from 0 to 9: committed +1
      w3 from 6 to 7: committed +1
      w4 from 9 to 10: committed +1
    `),
  ).toBe(3);
});

test('ignores other accounts, but counts accounts that were read', () => {
  expect(overlapping('w1 from 0 to 5: committed +1\nw2 from 0 to 5: committed +1@2')).toBe(0);
  expect(
    overlapping('w1 from 0 to 5: read 0=0@2, committed +1\nw2 from 0 to 5: committed +1@2'),
  ).toBe(2);
});

test('counts an operation on two accounts once', () => {
  expect(
    overlapping(`
      w1 from 0 to 5: committed +1, committed -1@2
      w2 from 0 to 5: committed +1
      w3 from 0 to 5: committed +1@2
    `),
  ).toBe(3);
});

test('counts every outcome', () => {
  expect(overlapping('w1: refused +1\nw2: failed 40001 +1\nw3: indeterminate +1')).toBe(3);
});

test('an operation of zero length overlaps those around it, not those that begin or end at its time', () => {
  expect(overlapping('w1 from 0 to 5: committed +1\nw2 from 3 to 3: committed +1')).toBe(2);
  expect(overlapping('w1 from 0 to 5: committed +1\nw2 from 0 to 0: committed +1')).toBe(0);
  expect(overlapping('w1 from 0 to 5: committed +1\nw2 from 5 to 5: committed +1')).toBe(0);
  expect(overlapping('w1 from 3 to 3: committed +1\nw2 from 3 to 3: committed +1')).toBe(0);
});

describe('committed operations', () => {
  const committed = (text: string) =>
    countOverlaps(history(`start 0\n${text}\nend 0=0`).operations).committed;

  test('count when two of them overlap, whatever else overlaps them', () => {
    expect(committed('w1: committed +1\nw2: committed +1\nw3: refused +1')).toBe(2);
  });

  test.each(['refused +1', 'failed 40P01 +1', 'indeterminate +1'])(
    'do not count beside others that end with %s',
    (end) => {
      expect(committed(`w1: committed +1\nw2: ${end}\nw3: ${end}`)).toBe(0);
    },
  );

  test('do not count one after the other, even if a third spans both', () => {
    const apart = 'w1 from 0 to 5: committed +1\nw2 from 5 to 9: committed +1';
    expect(committed(`${apart}\nw3 from 0 to 9: failed 40P01 +1`)).toBe(0);
    expect(committed(`${apart}\nw3 from 0 to 9: committed +1`)).toBe(3);
  });

  test('do not count on different accounts, unless one reads the other account', () => {
    expect(committed('w1: committed +1\nw2: committed +1@2')).toBe(0);
    expect(committed('w1: read 0=0@2, committed +1\nw2: committed +1@2')).toBe(2);
  });
});
