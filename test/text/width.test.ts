import { describe, expect, test } from 'vitest';

import {
  beginningOf,
  cutTo,
  graphemesOf,
  padEnd,
  padStart,
  widestOf,
  widthOf,
} from '../../src/text/width.js';

describe('the columns that a text occupies', () => {
  test.each([
    ['ASCII', 'for-update', 10],
    ['ideographs', '在庫', 4],
    ['Hangul', '재고', 4],
    ['an emoji', '🐘', 2],
    ['a recent emoji', '🫠', 2],
    ['a flag', '🇪🇺', 2],
    ['a combining accent', 'e\u0301', 1],
    ['a sign with a variation selector', '⚠️', 2],
    ['the signs that reports use', '─━┊►◄→✗≥–…×', 11],
    ['colour', '\u001B[31mred\u001B[39m', 3],
    ['nothing', '', 0],
  ])('%s', (_, text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  test('the widest of several texts', () => {
    expect(widestOf(['a', '在庫', 'abc'])).toBe(4);
    expect(widestOf([])).toBe(0);
  });
});

test('padding fills a width, and never truncates', () => {
  expect(padEnd('在庫', 6)).toBe('在庫  ');
  expect(padStart('e\u0301', 3)).toBe('  e\u0301');
  expect(padEnd('在庫', 3)).toBe('在庫');
  expect(padStart('在庫', 3)).toBe('在庫');
});

test('a letter with its accents is one character, and so is an emoji of several code points', () => {
  expect(graphemesOf('e\u0301a⚠️🇪🇺')).toStrictEqual(['e\u0301', 'a', '⚠️', '🇪🇺']);
});

describe('the prefix that fits', () => {
  test.each([
    ['plain', 3, 'pla'],
    ['plain', 5, 'plain'],
    ['在庫', 3, '在'],
    ['e\u0301e\u0301', 1, 'e\u0301'],
    ['🇪🇺🇪🇺', 3, '🇪🇺'],
    ['在', 1, ''],
  ])('of %j in %i columns is %j', (text, width, beginning) => {
    expect(beginningOf(text, width)).toBe(beginning);
  });

  test('ends in … when text is cut off', () => {
    expect(cutTo('plain', 4)).toBe('pla…');
    expect(cutTo('plain', 5)).toBe('plain');
    expect(cutTo('在庫数', 5)).toBe('在庫…');
    expect(cutTo('在庫数', 4)).toBe('在…');
  });
});
