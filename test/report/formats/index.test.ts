import { expect, test } from 'vitest';
import { formatNames, formatOfFile, isFormat } from '../../../src/report/formats/index.js';
import { reporters } from '../../../src/report/index.js';
import { columns } from '../../../src/report/document/race/columns.js';

test.each([
  ['out.json', 'json'],
  ['a.b/out.CSV', 'csv'],
  ['/tmp/summary.md', 'markdown'],
  ['report.xml', 'junit'],
  ['report.html', 'html'],
  ['out.txt', undefined],
  ['json', undefined],
  ['a.json/out', undefined],
  ['.json', undefined],
  ['', undefined],
])('the format of %j is %j', (path, format) => {
  expect(formatOfFile(path)).toBe(format);
});

test('a format is known by its own name, not by an inherited property', () => {
  expect(formatNames.every(isFormat)).toBe(true);
  expect(Object.keys(reporters)).toEqual([...formatNames, 'document', 'html']);
  // Pages are written to files only.
  expect(isFormat('html')).toBe(false);
  expect(isFormat('toString')).toBe(false);
  expect(isFormat('xml')).toBe(false);
});

test('no two columns share a key or a rank', () => {
  const keys = columns.map(({ key }) => key);
  const ranks = columns.flatMap(({ rank }) => rank ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(ranks).size).toBe(ranks.length);
});
