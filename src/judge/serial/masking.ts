/**
 * How much of a value is not compared: all of it, or only the value, so that whether there is one
 * (whether it is null) still counts.
 */
export type Masking = 'all' | 'value';

/** What has to be masked for two multisets of values to be equal; null: nothing. */
export function maskingFor(
  ones: readonly (string | null)[],
  others: readonly (string | null)[],
): Masking | null {
  const one = ones.filter((value) => value !== null).toSorted();
  const other = others.filter((value) => value !== null).toSorted();
  if (one.length !== other.length || ones.length !== others.length) return 'all';
  return one.every((value, index) => value === other[index]) ? null : 'value';
}
