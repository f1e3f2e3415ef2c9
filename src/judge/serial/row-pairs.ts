/** Which row of one state is which row of another. */
import type { Row } from './end.js';
import { rowText } from './row-texts.js';

/** A row before and after; one of them may be missing. */
export type RowPair =
  | { readonly before: Row; readonly after: Row }
  | { readonly before: Row; readonly after: null }
  | { readonly before: null; readonly after: Row };

export interface Recognition {
  /** A text that names a row; null: it has no name, and is recognised by its columns. */
  readonly keyOf: (row: Row) => string | null;
  /** Positions of the columns that count. */
  readonly columns: readonly number[];
}

/** @param before and `after`: rows that are on one side only */
export function rowPairs(
  before: readonly Row[],
  after: readonly Row[],
  { keyOf, columns }: Recognition,
): readonly RowPair[] {
  const byKey = new Map<string, Row>();
  const nameless: Row[] = [];
  for (const row of before) {
    const key = keyOf(row);
    if (key === null) nameless.push(row);
    else byKey.set(key, row);
  }
  const pairs: RowPair[] = [];
  const others: Row[] = [];
  for (const row of after) {
    const key = keyOf(row);
    const earlier = key === null ? undefined : byKey.get(key);
    if (key === null) others.push(row);
    else if (earlier === undefined) pairs.push({ before: null, after: row });
    else {
      byKey.delete(key);
      pairs.push({ before: earlier, after: row });
    }
  }
  for (const row of byKey.values()) pairs.push({ before: row, after: null });
  return [...pairs, ...pairsByLikeness(nameless, others, columns)];
}

/** Beyond this many pairs to compare, rows without a name are not recognised. */
const MOST_COMPARED = 10_000;

/** Two rows are the same one when at least half of their columns are equal. Most equal ones first. */
function pairsByLikeness(
  before: readonly Row[],
  after: readonly Row[],
  columns: readonly number[],
): readonly RowPair[] {
  const alike =
    before.length * after.length > MOST_COMPARED ? [] : likenesses(before, after, columns);
  const paired = new Set<Row>();
  const pairs: RowPair[] = [];
  for (const pair of alike) {
    if (paired.has(pair.before) || paired.has(pair.after)) continue;
    paired.add(pair.before).add(pair.after);
    pairs.push({ before: pair.before, after: pair.after });
  }
  return [
    ...pairs,
    ...before.filter((row) => !paired.has(row)).map((row) => ({ before: row, after: null })),
    ...after.filter((row) => !paired.has(row)).map((row) => ({ before: null, after: row })),
  ];
}

interface Likeness {
  readonly before: Row;
  readonly after: Row;
  readonly equal: number;
  /** Decides between pairs that are equally alike, so that the order of the rows does not. */
  readonly text: string;
}

function likenesses(
  before: readonly Row[],
  after: readonly Row[],
  columns: readonly number[],
): readonly Likeness[] {
  return before
    .flatMap((one) =>
      after.map((other): Likeness => {
        const equal = columns.filter((position) => one[position] === other[position]).length;
        return { before: one, after: other, equal, text: `${rowText(one)}\0|${rowText(other)}` };
      }),
    )
    .filter(({ equal }) => equal > 0 && equal * 2 >= columns.length)
    .toSorted((one, other) => other.equal - one.equal || (one.text < other.text ? -1 : 1));
}
