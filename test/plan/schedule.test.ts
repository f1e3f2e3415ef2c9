import { describe, expect, test } from 'vitest';

import { parseSchedule } from '../../src/plan/schedule.js';
import { lettersOf } from '../../src/text/schedule.js';
import { fc } from '../support/fast-check.js';
import { refusal } from './toys.js';

describe('a schedule', () => {
  test.each([
    ['A', 1, [1]],
    ['ABAB', 2, [1, 2, 1, 2]],
    ['abAB', 2, [1, 2, 1, 2]],
    ['AZ', 26, [1, 26]],
    [' ab\n', 2, [1, 2]],
    ['BBB', 3, [2, 2, 2]],
  ])('%j of %i workers', (text, workers, schedule) => {
    expect(parseSchedule(text, workers)).toStrictEqual(schedule);
  });

  test('parses from its letters, and is frozen', () => {
    const schedules = fc.array(fc.integer({ min: 1, max: 26 }), { minLength: 1 });
    fc.assert(
      fc.property(schedules, (schedule) => {
        const parsed = parseSchedule(lettersOf(schedule), 26);
        expect(parsed).toStrictEqual(schedule);
        expect(parsed).toSatisfy(Object.isFrozen);
      }),
    );
  });
});

describe('an invalid schedule', () => {
  const WRITE = 'Write the letter of each worker whose statement is next, A to B, such as ABAB.';

  test('gets a hint with an example when it is missing', () => {
    const { message, hint } = refusal(() => parseSchedule(undefined, 2));
    expect(message).toBe('--schedule is missing');
    expect(hint).toBe(`${WRITE} race-lab explore finds schedules that break.`);
  });

  test.each(['', ' ', '\n'])('%j is empty', (text) => {
    const { message, hint } = refusal(() => parseSchedule(text, 2));
    expect(message).toBe(`--schedule: ${JSON.stringify(text)} is empty`);
    expect(hint).toBe(WRITE);
  });

  test.each([
    ['AB1B', '1', 3],
    ['1212', '1', 1],
    ['A B', ' ', 2],
    ['A,B', ',', 2],
    ['A-B', '-', 2],
    ['ABé', 'é', 3],
    // Its capital is SS, which is two letters.
    ['Aß', 'ß', 2],
    ['A😀B', '😀', 2],
    ['😀AB!', '😀', 1],
    // Greek and Cyrillic letters that look like Latin ones.
    ['AΒ', 'Β', 2],
    ['АB', 'А', 1],
    ['@A', '@', 1],
    ['A[', '[', 2],
    ['a`', '`', 2],
    ['a{', '{', 2],
  ])('%j has %j at position %i', (text, letter, position) => {
    const { message, hint } = refusal(() => parseSchedule(text, 2));
    expect(message).toBe(
      `--schedule: "${text}" has "${letter}" at position ${position}, which is not a letter`,
    );
    expect(hint).toBe(WRITE);
  });

  test.each([
    ['ABC', 2, '"C" at position 3, but --workers 2 means A to B', 'Raise --workers to 3'],
    ['abz', 2, '"z" at position 3, but --workers 2 means A to B', 'Raise --workers to 26'],
    ['AB', 1, '"B" at position 2, but --workers 1 means A', 'or write A.'],
    ['AZ', 25, '"Z" at position 2, but --workers 25 means A to Y', 'or write A to Y.'],
  ])('%j of %i workers has %s', (text, workers, problem, remedy) => {
    const { message, hint } = refusal(() => parseSchedule(text, workers));
    expect(message).toBe(`--schedule: "${text}" has ${problem}`);
    expect(hint).toContain(remedy);
  });

  test('is truncated in the message when it is long', () => {
    const { message } = refusal(() => parseSchedule(`${'AB'.repeat(500)}1`, 2));
    expect(message).toContain('at position 1001');
    expect(message.length).toBeLessThan(200);
  });

  test('gets an example that uses only the letters of its workers', () => {
    expect(refusal(() => parseSchedule('', 1)).hint).toContain('A, such as AA.');
  });
});

test('parses a hundred thousand letters within two seconds', () => {
  const began = performance.now();
  expect(parseSchedule('AB'.repeat(50_000), 2)).toHaveLength(100_000);
  // Quoting the text once for each letter took seven seconds.
  expect(performance.now() - began).toBeLessThan(2_000);
});
