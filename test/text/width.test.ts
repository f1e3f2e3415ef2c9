import { describe, expect, test } from 'vitest';

import { padEnd, padStart, widestOf, widthOf } from '../../src/text/width.js';

describe('the columns that a text takes', () => {
  test.each([
    ['ASCII', 'for-update', 10],
    ['ideographs', '在庫', 4],
    ['Hangul', '재고', 4],
    ['an emoji', '🐘', 2],
    ['an emoji that is new', '🫠', 2],
    ['a flag', '🇪🇺', 2],
    ['a combining accent', 'e\u0301', 1],
    ['a sign with a variation selector', '⚠️', 2],
    ['our own signs', '─━┊►◄→✗≥–…×', 11],
    ['colour', '\u001B[31mred\u001B[39m', 3],
    ['nothing', '', 0],
  ])('%s', (_, text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  test('of several, the widest', () => {
    expect(widestOf(['a', '在庫', 'abc'])).toBe(4);
    expect(widestOf([])).toBe(0);
  });
});

test('blanks fill up to a width, and nothing is cut', () => {
  expect(padEnd('在庫', 6)).toBe('在庫  ');
  expect(padStart('e\u0301', 3)).toBe('  e\u0301');
  expect(padEnd('在庫', 3)).toBe('在庫');
  expect(padStart('在庫', 3)).toBe('在庫');
});
