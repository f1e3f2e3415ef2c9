/** What changed in the rows of tables. */
import type { ColumnChange, RowChange } from '../../model.js';
import type { Row, TableEnd, TableShape } from './end.js';
import { type Recognition, type RowPair, rowPairs } from './row-pairs.js';
import { rowText } from './row-texts.js';

/**
 * A row is recognised by its primary key. Where there is none, it is taken to be the row with the most
 * equal columns. The order of the changes does not depend on the order of the rows.
 * @param before the same tables as `after`, in the same order
 */
export function changesBetween(
  before: readonly TableEnd[],
  after: readonly TableEnd[],
): readonly RowChange[] {
  return after.flatMap(({ shape, rows }, table) => {
    const earlier = before[table]?.rows ?? [];
    if (earlier === rows) return [];
    const left = withoutEqual(labelled(earlier, rowText), labelled(rows, rowText));
    if (left.before.length + left.after.length === 0) return [];
    return rowChanges(shape, rowPairs(left.before, left.after, recognitionIn(shape)), {
      isShown: () => true,
      nameOf: (row) => keyOf(shape, row),
    });
  });
}

const recognitionIn = (shape: TableShape): Recognition => ({
  keyOf: (row) => (shape.key.length === 0 ? null : rowText(keyOf(shape, row))),
  columns: shape.columns.map((_name, position) => position),
});

const keyOf = (shape: TableShape, row: Row): readonly string[] =>
  shape.key.map((position) => row[position] ?? '');

/** A row with a text that is equal for equal rows. */
export interface LabelledRow {
  readonly row: Row;
  readonly label: string;
}

export const labelled = (
  rows: readonly Row[],
  labelOf: (row: Row, index: number) => string,
): readonly LabelledRow[] => rows.map((row, index) => ({ row, label: labelOf(row, index) }));

/** The rows of two states without those that are on both sides. */
export interface RowsLeft {
  readonly before: readonly Row[];
  readonly after: readonly Row[];
}

export function withoutEqual(
  before: readonly LabelledRow[],
  after: readonly LabelledRow[],
): RowsLeft {
  const counts = new Map<string, number>();
  const take = ({ label }: LabelledRow): boolean => {
    const left = counts.get(label) ?? 0;
    if (left > 0) counts.set(label, left - 1);
    return left > 0;
  };
  for (const { label } of before) counts.set(label, (counts.get(label) ?? 0) + 1);
  const added = after.filter((row) => !take(row));
  const gone = before.filter(take);
  return { before: gone.map(({ row }) => row), after: added.map(({ row }) => row) };
}

export interface Showing {
  /** Whether a column is shown. */
  readonly isShown: (position: number, pair: RowPair) => boolean;
  /** The key that names a row. */
  readonly nameOf: (row: Row) => readonly string[];
}

/** In the order of the keys, then of the columns. */
export function rowChanges(
  shape: TableShape,
  pairs: readonly RowPair[],
  { isShown, nameOf }: Showing,
): readonly RowChange[] {
  return pairs
    .map((pair): RowChange => {
      const { before, after } = pair;
      const columns = shape.columns.flatMap((name, position): ColumnChange[] => {
        const column = {
          name,
          before: before?.[position] ?? null,
          after: after?.[position] ?? null,
        };
        const isChanged = before === null || after === null || column.before !== column.after;
        return isChanged && isShown(position, pair) ? [column] : [];
      });
      return { table: shape.name, kind: kindOf(pair), key: nameOf(after ?? before), columns };
    })
    .toSorted(byKeyThenColumns);
}

function kindOf({ before, after }: RowPair): RowChange['kind'] {
  if (before === null) return 'inserted';
  return after === null ? 'deleted' : 'updated';
}

function byKeyThenColumns(one: RowChange, other: RowChange): number {
  for (const [index, part] of one.key.entries()) {
    const order = byNumberThenText(part, other.key[index] ?? '');
    if (order !== 0) return order;
  }
  return byText(textOf(one), textOf(other));
}

const textOf = ({ kind, columns }: RowChange): string => `${JSON.stringify(columns)} ${kind}`;

/** 9 before 10, and numbers before other texts. */
function byNumberThenText(one: string, other: string): number {
  const [isNumber, isOther] = [one, other].map((text) => /^-?\d+$/.test(text));
  if (isNumber !== isOther) return isNumber === true ? -1 : 1;
  return (isNumber === true ? Number(one) - Number(other) : 0) || byText(one, other);
}

function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
