import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';

import { fold } from '../../../src/report/drawing/fold.js';
import { clausesOf, filledIn } from '../../../src/report/drawing/statement.js';
import { literal } from '../../../src/report/drawing/value.js';
import { fc } from '../../support/fast-check.js';

describe('values', () => {
  test.each<[string, unknown]>([
    ['10', 10],
    ['-0.5', -0.5],
    ['12345678901234567890', 12_345_678_901_234_567_890n],
    ['true', true],
    ['null', null],
    ['null', undefined],
    ["'held'", 'held'],
    ["'it''s'", "it's"],
    ["''", ''],
    ["'two lines'", 'two\nlines\u001B[31m'],
    ["'2026-01-31 12:00:00.120+00'", new Date('2026-01-31T12:00:00.120Z')],
    ["'Invalid Date'", new Date(Number.NaN)],
    [`'[1,"2"]'`, [1, 2n]],
    [`'{"a":null}'`, { a: null }],
    [String.raw`'\x01ff'`, new Uint8Array([1, 255])],
  ])('%s', (text, value) => {
    expect(literal(value)).toBe(text);
  });
});

describe('very long text', () => {
  const LONG = 'x '.repeat(2_500_000);

  test.each([
    ['a value', () => literal(LONG)],
    ['a statement', () => filledIn(`select ${'1 + '.repeat(1_000_000)}1`, [])],
    ['a statement with such a value', () => filledIn('select $1', [LONG])],
  ])('%s is shortened in the middle, with the number of missing characters', (_title, draw) => {
    const drawn = draw();
    expect(drawn.length).toBeLessThan(2_100);
    expect(drawn).toMatch(/ … \d{7} characters … /);
    // Folding five million characters took longer than a minute.
    const began = performance.now();
    fold(clausesOf(drawn), 30);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('shorter text stays whole', () => {
    const text = 'x'.repeat(1_990);
    expect(literal(text)).toBe(`'${text}'`);
    expect(filledIn(`select '${text}'`, [])).toBe(`select '${text}'`);
  });
});

describe('statements', () => {
  test.each<[string, readonly unknown[], string]>([
    [
      'select "id" from "account" where "id" in ($1, $2)',
      [1, 2],
      'select id from account where id in (1, 2)',
    ],
    ['select "account"."id"', [], 'select account.id'],
    // Necessary quotes stay.
    ['select "Id", "a b", "a""b"', [], 'select "Id", "a b", "a""b"'],
    // Quoted text is neither a parameter nor an identifier to unquote.
    [`select '$1 "id"', "$1", $1`, ['$2'], `select '$1 "id"', "$1", '$2'`],
    ['set a = $10, b = $1', [1, 2, 3, 4, 5, 6, 7, 8, 9, 'ten'], "set a = 'ten', b = 1"],
    ['set a = $1, b = $2', [null], 'set a = null, b = $2'],
    ['select\n  1', [], 'select 1'],
  ])('%s', (sql, parameters, filled) => {
    expect(filledIn(sql, parameters)).toBe(filled);
  });

  test('are split before their clauses, but not within a string', () => {
    const sql =
      "update account set note = ' from me where ' where id = 1 and version = 0 returning id";
    expect(clausesOf(sql)).toEqual([
      'update account',
      "set note = ' from me where '",
      'where id = 1',
      'and version = 0',
      'returning id',
    ]);
  });
});

describe('folding', () => {
  const parts = ['select id, balance, version', 'from account', 'where id in (1)'];

  test.each<[number, readonly string[]]>([
    [60, ['select id, balance, version from account where id in (1)']],
    [45, ['select id, balance, version from account', '  where id in (1)']],
    [30, ['select id, balance, version', '  from account where id in (1)']],
    [20, ['select id, balance,', '  version', '  from account', '  where id in (1)']],
  ])('at %i columns', (width, lines) => {
    expect(fold(parts, width)).toEqual(lines);
  });

  test('a word longer than a line is split at the best place', () => {
    expect(fold(["select pg_advisory_xact_lock('account'::regclass::oid, 1)"], 30)).toEqual([
      'select pg_advisory_xact_lock(',
      "  'account'::regclass::oid, 1)",
    ]);
    expect(fold(['{"status":200,"body":{"booked":true}}'], 16)).toEqual([
      '{"status":200,',
      '  "body":{',
      '  "booked":',
      '  true}}',
    ]);
    expect(fold(['abcdefghij'], 6)).toEqual(['abcdef', '  ghij']);
  });

  test('wide characters have width two, and are never split', () => {
    expect(fold(['在庫在庫'], 6)).toEqual(['在庫在', '  庫']);
    expect(fold(['e\u0301e\u0301e\u0301'], 3)).toEqual(['e\u0301e\u0301e\u0301']);
    expect(fold(['🇪🇺🇪🇺🇪🇺'], 5)).toEqual(['🇪🇺🇪🇺', '  🇪🇺']);
  });

  test('nothing is lost, and no line exceeds the width', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const words = word.map((text) => text.replaceAll(/\s/g, '')).filter((text) => text !== '');
    const part = fc.array(words, { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1 }),
        fc.integer({ min: 5, max: 60 }),
        (all, width) => {
          const lines = fold(all, width);
          const squeezed = (texts: readonly string[]) => texts.join('').replaceAll(' ', '');
          expect(squeezed(lines)).toBe(squeezed(all));
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
