/** Which of many columns are shown. */

/** So many columns are always shown. */
const FEW = 4;
/** Of more, at least so many, and the ones that matter. */
const FIRST = 3;

/**
 * The positions of the columns that are shown: all of a few; of many, those that matter, filled up
 * with the first ones.
 */
export function shownColumns(names: readonly string[], matters: ReadonlySet<string>): Set<number> {
  const all = names.map((_, i) => i);
  if (names.length <= FEW) return new Set(all);
  const mattering = all.filter((i) => matters.has(bare(names[i] ?? '')));
  const others = all.filter((i) => !mattering.includes(i));
  return new Set([...mattering, ...others.slice(0, Math.max(0, FIRST - mattering.length))]);
}

/** `product.stock` → `stock` */
const bare = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
