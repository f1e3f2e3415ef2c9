/** All of it is not compared, or only the value, so that whether there is one (whether it is null) still counts. */
export type WholeMasking = 'all' | 'value';

/** Some words of texts are not compared. */
export interface TextMasking {
  /** One text of each kind in which something is masked: `left 10 at …`. */
  readonly texts: readonly string[];
  /** A text without what is not compared. */
  readonly write: (text: string) => string;
}

/** How much of a value is not compared. */
export type Masking = WholeMasking | TextMasking;

/** What has to be masked for two multisets of values to be equal; null: nothing. */
export function maskingFor(
  ones: readonly (string | null)[],
  others: readonly (string | null)[],
): WholeMasking | null {
  const one = ones.filter((value) => value !== null).toSorted();
  const other = others.filter((value) => value !== null).toSorted();
  if (one.length !== other.length || ones.length !== others.length) return 'all';
  return one.every((value, index) => value === other[index]) ? null : 'value';
}
