/** How an end differs from those of the serial orders. */
import type { OutcomeDifference, RowChange, SerialOutcome } from '../../model.js';
import type { Canon } from './canon.js';
import { type LabelledRow, labelled, rowChanges, type RowsLeft, withoutEqual } from './changes.js';
import type { CaseEnd, ComparedEnd, Row, TableEnd } from './end.js';
import { explain } from './explanation.js';
import type { SerialKnowledge } from './knowledge.js';
import { type RowPair, rowPairs } from './row-pairs.js';
import { rowText, type TableComparison } from './row-texts.js';

/** All different ends that serial orders could have had here, for a witness. */
export function serialOutcomesFor(
  end: CaseEnd,
  knowledge: SerialKnowledge,
): readonly SerialOutcome[] {
  const { others } = explain(end, knowledge.canon.outcomeKey(end), knowledge);
  if (others === null) return knowledge.outcomes;
  return knowledge.knownOutcomes(others).map(({ outcome }) => outcome);
}

/**
 * The difference from the serial order that ends most alike: the one with the fewest endings and rows
 * that differ. Null when a serial order ends the same, or when there is none to compare with.
 */
export function differenceFrom(end: CaseEnd, knowledge: SerialKnowledge): OutcomeDifference | null {
  const { canon } = knowledge;
  const { isExplained, others, endings } = explain(end, canon.outcomeKey(end), knowledge);
  if (isExplained) return null;
  const here = { endings, tables: end.tables };
  const labels = labelsOf(end.tables, canon);
  const candidates = knowledge.knownOutcomes(others).flatMap((known) => {
    const order = known.outcome.orders[0];
    if (order === undefined) return [];
    const different = differentEndings(here, known.end, canon);
    const rows = rowsLeft(known.end, here, labels, canon);
    const size = different.length + countOf(rows);
    return [{ order, different, rows, size, known }];
  });
  const [nearest] = candidates.toSorted(
    (one, other) => one.size - other.size || othersIn(one.different) - othersIn(other.different),
  );
  if (nearest === undefined) return null;
  const { order, different, rows, known } = nearest;
  return { order, endings: different, rows: changesIn(rows, known.end.tables, end.tables, canon) };
}

function differentEndings(
  end: ComparedEnd,
  serialEnd: ComparedEnd,
  canon: Canon,
): OutcomeDifference['endings'] {
  return end.endings.flatMap((here, index) => {
    const worker = index + 1;
    const serial = serialEnd.endings[index] ?? null;
    if (here === null || serial === null) return [];
    const [named, serialNamed] = [end, serialEnd].map((of) =>
      canon.namedTexts(worker, of).join('\0'),
    );
    const isSameText = canon.endingKey(worker, here) === canon.endingKey(worker, serial);
    if (isSameText && named === serialNamed) return [];
    // Otherwise the rows that the items name differ, too.
    const reordered = named === '' ? canon.reordered(worker, here, serial) : null;
    return [{ worker, here, serial, ...(reordered === null ? {} : { reordered }) }];
  });
}

/** Another order of items is nearer than another item. */
const othersIn = (endings: OutcomeDifference['endings']): number =>
  endings.filter(({ reordered }) => reordered === undefined).length;

/** By table, a text for each row: its own values, and those of the rows that it points to. */
type Labels = readonly (readonly LabelledRow[])[];

function labelsOf(tables: readonly TableEnd[], canon: Canon): Labels {
  return canon.comparisons.map((comparison, table) => {
    const rows = tables[table]?.rows ?? [];
    const targets = targetTextsIn(comparison, tables, canon);
    return labelled(rows, (row) => [comparison.textOf(row), ...targets(row)].join('\0>'));
  });
}

/** The texts of the rows that a row's followed foreign keys point to. */
function targetTextsIn(
  { followed }: TableComparison,
  tables: readonly TableEnd[],
  canon: Canon,
): (row: Row) => readonly string[] {
  const keyIn = (row: Row, positions: readonly number[]) =>
    rowText(positions.map((position) => row[position] ?? null));
  const byReference = followed.map(({ columns, table: name, targetColumns }) => {
    const index = tables.findIndex(({ shape }) => shape.name === name);
    const textOf = canon.comparisons[index]?.textOf ?? rowText;
    const texts = new Map(
      tables[index]?.rows.map((row) => [keyIn(row, targetColumns), textOf(row)]),
    );
    return (row: Row) => texts.get(keyIn(row, columns)) ?? '';
  });
  return (row) => byReference.map((textFor) => textFor(row));
}

/**
 * By table, the rows that are on one side only. When no row has another label, but the rows around
 * some of them differ, rows are told apart by those.
 */
function rowsLeft(
  before: ComparedEnd,
  after: ComparedEnd,
  labelsAfter: Labels,
  canon: Canon,
): readonly RowsLeft[] {
  const labelsBefore = labelsOf(before.tables, canon);
  const left = labelsAfter.map((rows, table) => withoutEqual(labelsBefore[table] ?? [], rows));
  if (countOf(left) > 0) return left;
  const [colorsBefore, colorsAfter] = [canon.rowColors(before), canon.rowColors(after)];
  return after.tables.map(({ rows }, table) =>
    withoutEqual(
      labelled(
        before.tables[table]?.rows ?? [],
        (_row, row) => `${colorsBefore.get(table)?.[row] ?? ''}`,
      ),
      labelled(rows, (_row, row) => `${colorsAfter.get(table)?.[row] ?? ''}`),
    ),
  );
}

/** A row that has changed counts once. */
const countOf = (left: readonly RowsLeft[]): number =>
  left.reduce((sum, { before, after }) => sum + Math.max(before.length, after.length), 0);

function changesIn(
  left: readonly RowsLeft[],
  before: readonly TableEnd[],
  after: readonly TableEnd[],
  canon: Canon,
): readonly RowChange[] {
  return canon.comparisons.flatMap((comparison, table) => {
    const { shape, isCompared } = comparison;
    const rows = left[table];
    if (rows === undefined) return [];
    const isNamed = (row: Row) =>
      shape.key.length > 0 &&
      shape.key.every((position) => isCompared(position, row[position] ?? null));
    const keyOf = (row: Row) => shape.key.map((position) => row[position] ?? '');
    const compared = shape.columns
      .map((_name, position) => position)
      .filter((position) => isCompared(position, 'a value'));
    const pairs = rowPairs(rows.before, rows.after, {
      keyOf: (row) => (isNamed(row) ? rowText(keyOf(row)) : null),
      columns: compared,
    });
    return rowChanges(shape, pairs, {
      isShown: isShownIn(
        comparison,
        targetTextsIn(comparison, before, canon),
        targetTextsIn(comparison, after, canon),
      ),
      nameOf: (row) => (isNamed(row) ? keyOf(row) : []),
    });
  });
}

type TextsOf = (row: Row) => readonly string[];

/** Masked values are not shown, unless one is NULL, or points to a row that differs. */
function isShownIn(
  { write, isCompared, followed }: TableComparison,
  beforeOf: TextsOf,
  afterOf: TextsOf,
) {
  return (position: number, { before, after }: RowPair): boolean => {
    if (before === null || after === null) {
      return isCompared(position, (before ?? after)[position] ?? null);
    }
    const [one, other] = [before[position] ?? null, after[position] ?? null];
    if (write(position, one) !== write(position, other)) return true;
    const [ones, others] = [beforeOf(before), afterOf(after)];
    return followed.some(
      ({ columns }, reference) =>
        columns.includes(position) && ones[reference] !== others[reference],
    );
  };
}
