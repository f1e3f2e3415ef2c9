import { expect, test } from 'vitest';
import { letterOf, lettersOf } from '../../src/text/schedule.js';

test.each([
  [1, 'A'],
  [2, 'B'],
  [26, 'Z'],
])('worker %i is %s', (worker, letter) => {
  expect(letterOf(worker)).toBe(letter);
});

test.each([
  [[], ''],
  [[1, 2, 1, 2], 'ABAB'],
  [[26, 1, 13], 'ZAM'],
])('%j is %j', (schedule, letters) => {
  expect(lettersOf(schedule)).toBe(letters);
});
