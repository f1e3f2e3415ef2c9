/** Rows as texts that are equal when the rows are, apart from what is masked. */
import { partsWriting } from './column-parts.js';
import { columnName, type Reference, type Row, type TableShape } from './end.js';
import type { Mask } from './mask.js';

/** What stands for a value that is not compared. PostgreSQL's texts contain no NUL. */
const MASKED = '\0m';
const NULL = '\0n';
const BETWEEN = '\0,';

/** How a column is written. */
type Writing = (value: string | null) => string;

const asItIs: Writing = (value) => value ?? NULL;
const asNothing: Writing = () => '';
const asMasked: Writing = (value) => (value === null ? NULL : MASKED);
const asKey =
  (kept: ReadonlySet<string>): Writing =>
  (value) =>
    value !== null && kept.has(value) ? value : asMasked(value);

/** Equal for equal rows. */
export const rowText = (row: Row): string => row.map(asItIs).join(BETWEEN);

/** How the rows of a table are compared. */
export interface TableComparison {
  readonly shape: TableShape;
  /** The text of a value without what is masked; empty when nothing of it is compared. */
  readonly write: (position: number, value: string | null) => string;
  /** Whether a value is compared, at least in part. */
  readonly isCompared: (position: number, value: string | null) => boolean;
  /** The text of a row without what is masked. */
  readonly textOf: (row: Row) => string;
  /** References, declared or inferred, that are compared by the rows that they point to. */
  readonly followed: readonly Reference[];
}

/** @param shapes all tables of the case */
export function comparisonOf(
  shape: TableShape,
  mask: Mask,
  shapes: ReadonlyMap<string, TableShape>,
): TableComparison {
  const followed = shape.references
    .filter((reference) => isFollowed(reference, mask, shapes, shape))
    .concat(mask.inferred.ofTables.get(shape.name) ?? []);
  const writings = shape.columns.map((_name, position) => writingOf(shape, position, mask));
  for (const position of followed.flatMap(({ columns }) => columns)) {
    // The row that it points to stands for it.
    if (writings[position] !== asItIs) writings[position] = asNothing;
  }
  const write = (position: number, value: string | null) => (writings[position] ?? asItIs)(value);
  return {
    shape,
    write,
    isCompared: (position, value) => !isHidden(write(position, value), value),
    textOf: writings.every((writing) => writing === asItIs)
      ? rowText
      : (row) =>
          writings
            .map((_writing, position) => write(position, row[position] ?? null))
            .join(BETWEEN),
    followed,
  };
}

function writingOf(shape: TableShape, position: number, mask: Mask): Writing {
  const name = columnName(shape, position);
  const masking = mask.columns.get(name);
  if (masking === undefined) {
    const parts = partsWriting(name, mask.columns);
    return parts === null ? asItIs : (value) => (value === null ? NULL : parts(value));
  }
  if (masking === 'all') return asNothing;
  if (masking !== 'value') return (value) => (value === null ? NULL : masking.write(value));
  const kept = mask.startKeys.get(name);
  return kept === undefined ? asMasked : asKey(kept);
}

/** Whether a value was written as one that is not compared. */
const isHidden = (written: string, value: string | null): boolean =>
  written === MASKED || (written === '' && value !== '');

/** Whether a foreign key points to a masked key. One that the case ignores is not followed. */
function isFollowed(
  { columns, table, targetColumns }: Reference,
  mask: Mask,
  shapes: ReadonlyMap<string, TableShape>,
  shape: TableShape,
): boolean {
  const target = shapes.get(table);
  if (target === undefined) return false;
  const isMasked = (position: number) => mask.columns.has(columnName(target, position));
  const isIgnored = (position: number) => mask.columns.get(columnName(shape, position)) === 'all';
  return targetColumns.some(isMasked) && !columns.some(isIgnored);
}
