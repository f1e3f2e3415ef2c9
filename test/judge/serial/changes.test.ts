import { describe, expect, test } from 'vitest';

import { changesBetween } from '../../../src/judge/serial/changes.js';
import type { RowChange } from '../../../src/model.js';
import { shape, table } from './ends.js';

/** `updated product 1: stock 1 → 0` */
const written = ({ kind, table: name, key, columns }: RowChange): string =>
  `${[kind, name, ...key].join(' ')}: ${columns
    .map(({ name: column, before, after }) => `${column} ${before ?? '-'} → ${after ?? '-'}`)
    .join(', ')}`;

const changes = (of: ReturnType<typeof shape>, before: string[], after: string[]) =>
  changesBetween([table(of, ...before)], [table(of, ...after)]).map(written);

describe('a table with a primary key', () => {
  const product = shape('product', 'id* name stock');

  test('recognises rows by it', () => {
    expect(changes(product, ['1 pen 1', '2 ink 5'], ['2 ink 4', '1 pen 1'])).toEqual([
      'updated product 2: stock 5 → 4',
    ]);
    expect(changes(product, ['1 pen 1'], ['2 pen 1'])).toEqual([
      'deleted product 1: id 1 → -, name pen → -, stock 1 → -',
      'inserted product 2: id - → 2, name - → pen, stock - → 1',
    ]);
  });

  test('has its changes in the order of the key, numbers by their size', () => {
    expect(
      changes(product, ['10 a 1', '9 b 1', '100 c 1'], ['100 c 2', '10 a 2', '9 b 2']),
    ).toEqual([
      'updated product 9: stock 1 → 2',
      'updated product 10: stock 1 → 2',
      'updated product 100: stock 1 → 2',
    ]);
  });

  test('orders keys that are numbers before others', () => {
    const named = shape('named', 'key* n');
    const rows = (n: number) => ['1a', '10', 'b', '9'].map((key) => `${key} ${n}`);
    expect(changes(named, rows(1), rows(2)).map((text) => text.split(':')[0])).toEqual([
      'updated named 9',
      'updated named 10',
      'updated named 1a',
      'updated named b',
    ]);
  });

  test('tells NULL from a value', () => {
    expect(changes(product, ['1 pen -'], ['1 pen 0'])).toEqual(['updated product 1: stock - → 0']);
    expect(changes(product, ['1 pen -'], ['1 pen -'])).toEqual([]);
  });
});

describe('a table without a primary key', () => {
  const note = shape('note', 'who what size');

  test('recognises rows by the columns that are equal', () => {
    expect(changes(note, ['anna tea 1', 'ben tea 1'], ['ben tea 2', 'anna tea 1'])).toEqual([
      'updated note: size 1 → 2',
    ]);
  });

  test('takes rows with less than half of the columns equal for different ones', () => {
    expect(changes(note, ['anna tea 1'], ['ben mud 1'])).toEqual([
      'deleted note: who anna → -, what tea → -, size 1 → -',
      'inserted note: who - → ben, what - → mud, size - → 1',
    ]);
  });

  test('counts rows that are equal', () => {
    expect(changes(note, ['anna tea 1', 'anna tea 1'], ['anna tea 1'])).toEqual([
      'deleted note: who anna → -, what tea → -, size 1 → -',
    ]);
    expect(changes(note, ['anna tea 1'], ['anna tea 1', 'anna tea 1'])).toEqual([
      'inserted note: who - → anna, what - → tea, size - → 1',
    ]);
  });
});
