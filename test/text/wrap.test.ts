import { describe, expect, test } from 'vitest';
import { joinBlocks, printable, shortened, visible, words, wrap } from '../../src/text/wrap.js';

test('printable text is one line without control characters', () => {
  expect(printable(' a\tb\r\n\u001B[31mc\u001B[0m\u0000d ')).toBe('a b c d');
});

test.each([
  ['zero\u200Bwidth', 'zero\\u200bwidth'],
  ['right\u202Eto left', 'right\\u202eto left'],
  ['\u001B[31mred\u009B0m', '\\u001b[31mred\\u009b0m'],
  ['no\u00A0break', 'no\\u00a0break'],
  ['tag\u{E0041}', 'tag\\u{e0041}'],
  ['half a pair \uD83D', 'half a pair \\ud83d'],
  ['line\u2028end', 'line\\u2028end'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each(['plain text', 'Grüße, Привет, 你好, नमस्ते, 😀', '⚠️ e\u0301'])(
  '%s is shown unchanged',
  (text) => {
    expect(visible(text)).toBe(text);
    expect(printable(text)).toBe(text);
  },
);

test('printable text escapes invisible characters', () => {
  expect(printable('a\u200B\u202Eb')).toBe('a\\u200b\\u202eb');
});

test('a word of 70,000 letters is shortened, and a path of maximum length is kept whole', () => {
  const path = '/x'.repeat(2_048);
  expect(shortened(`at ${path}`)).toBe(`at ${path}`);
  expect(shortened(`at ${'a'.repeat(70_000)}@host now`)).toBe(
    `at ${'a'.repeat(60)}…${'a'.repeat(55)}@host now`,
  );
});

describe('wrap', () => {
  test('keeps a part together, unless it is longer than a line', () => {
    expect(wrap(['2 workers', 'seed 1'], { width: 12 })).toEqual(['2 workers', 'seed 1']);
    expect(wrap(['4 workers (anna, ben)', 'seed 1'], { width: 12, hanging: '  ' })).toEqual([
      '4 workers',
      '  (anna,',
      '  ben)',
      '  seed 1',
    ]);
  });

  test('a line may be as long as the width, and no longer', () => {
    expect(wrap(words('aa bb cc'), { width: 5 })).toEqual(['aa bb', 'cc']);
    expect(wrap(words('aa bb cc'), { width: 4 })).toEqual(['aa', 'bb', 'cc']);
  });

  test('a word longer than the width stays whole', () => {
    expect(wrap(words('a longword b'), { width: 4 })).toEqual(['a', 'longword', 'b']);
  });

  test('JSON longer than the width is broken after commas, and shorter JSON is not', () => {
    const width = 20;
    expect(wrap(['returned', '{"id":"85b7","name":"ann"}', 'and'], { width })).toEqual([
      'returned',
      '{"id":"85b7",',
      '"name":"ann"} and',
    ]);
    expect(wrap(['returned', '{"a":1,"b":2}', 'and'], { width })).toEqual([
      'returned',
      '{"a":1,"b":2} and',
    ]);
  });

  test('the first line and the others get their own prefixes', () => {
    const style = { width: 6, first: '- ', hanging: '  ' };
    expect(wrap(words('aa bb cc'), style)).toEqual(['- aa', '  bb', '  cc']);
  });

  test('a prefix that leaves no room stands alone, unless it is blank', () => {
    const style = { width: 6, first: 'long: ', hanging: '  ' };
    expect(wrap(words('aa bb'), style)).toEqual(['long:', '  aa', '  bb']);
    expect(wrap(words('longword'), { width: 4, first: '  ' })).toEqual(['  longword']);
  });

  test('colour codes have no width', () => {
    const style = { width: 5, first: '\u001B[31mx\u001B[39m ' };
    expect(wrap(words('aa b'), style)).toEqual(['\u001B[31mx\u001B[39m aa', 'b']);
  });

  test('an ideograph has width two, and a combining accent none', () => {
    expect(wrap(words('在庫 数 a'), { width: 7 })).toEqual(['在庫 数', 'a']);
    expect(wrap(words('在庫 数 a'), { width: 6 })).toEqual(['在庫', '数 a']);
    expect(wrap(words('cafe\u0301 a'), { width: 6 })).toEqual(['cafe\u0301 a']);
    expect(wrap(words('a b'), { width: 5, first: '在: ' })).toEqual(['在: a', 'b']);
  });

  test('empty text leaves no trailing blank', () => {
    expect(wrap(words(''), { width: 10, first: 'name: ' })).toEqual(['name:']);
  });
});

test('blocks without lines leave no gap', () => {
  expect(joinBlocks([['a', 'b'], [], ['c']])).toBe('a\nb\n\nc\n');
});
