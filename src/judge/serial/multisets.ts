import type { Masking } from './mask.js';

/** How two multisets of values differ; null: not at all. */
export function difference(
  ones: readonly (string | null)[],
  others: readonly (string | null)[],
): Masking | null {
  const one = ones.filter((value) => value !== null).toSorted();
  const other = others.filter((value) => value !== null).toSorted();
  if (one.length !== other.length || ones.length !== others.length) return 'all';
  return one.every((value, index) => value === other[index]) ? null : 'value';
}
