import { expect, test } from 'vitest';

import { loadSqlParser } from '../../../src/gate/wire/sql-parser.js';

const parser = await loadSqlParser();

test('readers that ask about one text share its tree', () => {
  const tree = parser.parse('select 1');
  expect(parser.parse('select 1')).toBe(tree);
});

test('another text has a tree of its own, also one that is not remembered', () => {
  const long = `select '${'x'.repeat(20_000)}'`;
  const trees = ['select 1', long, 'select 2', 'select 1'].map((sql) =>
    JSON.stringify(parser.parse(sql)),
  );
  expect(trees[1]).toContain('x'.repeat(20_000));
  expect(trees[2]).not.toBe(trees[0]);
  expect(trees[3]).toBe(trees[0]);
});

test('what is no SQL is refused each time', () => {
  expect(() => parser.parse('selec 1')).toThrow('syntax error');
  expect(() => parser.parse('selec 1')).toThrow('syntax error');
});

test('literals become parameters', () => {
  expect(parser.normalize("select 1, 'a'")).toBe('select $1, $2');
});
