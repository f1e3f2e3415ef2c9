import { expect, test } from 'vitest';

import type { RowChange } from '../../../../src/model.js';
import { comparedEnd } from '../../../../src/report/document/cases/compared-changes.js';
import { changesText } from '../../../../src/report/document/cases/words.js';

const MASKED = ['product.updated_at', 'purchase.id', 'purchase.created_at'];

/** A change of the columns in `stock 1 2`: the value before and after, where `-` is NULL. */
const change = (
  table: string,
  kind: RowChange['kind'],
  ...columns: readonly string[]
): RowChange => ({
  table,
  kind,
  key: ['1'],
  columns: columns.map((text) => {
    const [name = '', before, after] = text.split(' ').map((word) => (word === '-' ? null : word));
    return { name: name ?? '', before: before ?? null, after: after ?? null };
  }),
});

const said = (...changes: readonly RowChange[]) =>
  changesText(comparedEnd({ changes }, MASKED).changes);

test.each([
  [
    'an updated row says what is compared',
    'product 1: stock 1 → 0',
    [change('product', 'updated', 'updated_at 10:00 10:05', 'stock 1 0')],
  ],
  [
    'a row of which nothing else was updated is left out',
    'product 1: stock 1 → 0',
    [
      change('product', 'updated', 'updated_at 10:00 10:05'),
      change('product', 'updated', 'stock 1 0'),
    ],
  ],
  [
    'a row that was only touched is named when nothing else was changed',
    "product 1: updated_at '10:00' → '10:05'",
    [change('product', 'updated', 'updated_at 10:00 10:05')],
  ],
  [
    'a new row keeps its key, and a column with the same value',
    "new purchase 1 (product 1, buyer 'ann')",
    [change('purchase', 'inserted', 'id - 1', 'created_at - 10:00', 'product - 1', 'buyer - ann')],
  ],
  [
    'a new row stays, whatever it has',
    'new purchase 1',
    [change('purchase', 'inserted', 'id - 1', 'created_at - 10:00')],
  ],
  [
    'another table may have a column of that name',
    "note 1: updated_at '10:00' → '10:05'",
    [change('note', 'updated', 'updated_at 10:00 10:05')],
  ],
])('%s', (_why, text, changes) => {
  expect(said(...changes)).toBe(text);
});
