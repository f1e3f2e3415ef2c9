import { expect, test } from 'vitest';

import { parseOverlap, requireNoOverlap } from '../../src/plan/overlap.js';

const message = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'it did not throw';
};

test.each([
  [undefined, 'none'],
  [false, 'none'],
  [true, 'outside transactions'],
  ['all', 'all'],
])('%s means %s', (given, overlap) => {
  expect(parseOverlap(given)).toBe(overlap);
});

test('another value is refused', () => {
  expect(message(() => parseOverlap('some'))).toBe('overlap: "some" is not a choice');
});

test('strategies take none', () => {
  expect(message(() => requireNoOverlap(undefined))).toBe('it did not throw');
  expect(message(() => requireNoOverlap(true))).toBe('overlap is for cases of your own code');
});
