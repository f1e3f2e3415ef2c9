import type { Column, Value } from './column.js';

/**
 * Results as records: a header, then one record for each result, with every column, unrounded.
 * Unknown fields are empty. The seed is last in every record.
 */
export const recordsOf = <R>(
  results: readonly R[],
  columns: readonly Column<R>[],
  seed: number,
): readonly (readonly Value[])[] => [
  [...columns.map(({ key }) => key), 'seed'],
  ...results.map((result) => [...columns.map((column) => column.value(result)), seed]),
];
