import { describe, expect, test } from 'vitest';
import { printable, wrap, words, joinBlocks } from '../../src/text/wrap.js';

test('printable text is one line without control characters', () => {
  expect(printable(' a\tb\r\n\u001B[31mc\u001B[0m\u0000d ')).toBe('a b c d');
});

describe('wrap', () => {
  test('a line may be as long as the width, and no longer', () => {
    expect(wrap(words('aa bb cc'), { width: 5 })).toEqual(['aa bb', 'cc']);
    expect(wrap(words('aa bb cc'), { width: 4 })).toEqual(['aa', 'bb', 'cc']);
  });

  test('a word that is too long stays whole', () => {
    expect(wrap(words('a longword b'), { width: 4 })).toEqual(['a', 'longword', 'b']);
  });

  test('the first line and the others begin as asked', () => {
    const style = { width: 6, first: '- ', hanging: '  ' };
    expect(wrap(words('aa bb cc'), style)).toEqual(['- aa', '  bb', '  cc']);
  });

  test('colour takes no room', () => {
    const style = { width: 5, first: '\u001B[31mx\u001B[39m ' };
    expect(wrap(words('aa b'), style)).toEqual(['\u001B[31mx\u001B[39m aa', 'b']);
  });

  test('no words leave no blank at the end', () => {
    expect(wrap(words(''), { width: 10, first: 'name: ' })).toEqual(['name:']);
  });
});

test('blocks without lines leave no gap', () => {
  expect(joinBlocks([['a', 'b'], [], ['c']])).toBe('a\nb\n\nc\n');
});
