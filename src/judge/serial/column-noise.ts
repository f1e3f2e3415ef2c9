/** Columns whose values differ between two runs of the same serial order. */
import { partNoise } from './column-parts.js';
import { columnName, type Row, type EndPair, type TableEnd, type TableShape } from './end.js';
import type { Mask } from './mask.js';
import { addMasking, maskingFor, type Masking } from './masking.js';

/**
 * Finds noisy columns, and noisy parts of columns of JSON, such as `log.payload.at`. Values are compared as multisets,
 * because the rows of the two runs cannot be matched. Tables whose number of rows differs are left out: no masked
 * column explains that.
 */
export function columnNoise(runs: readonly EndPair[]): Map<string, Masking> {
  const found = new Map<string, Masking>();
  for (const { shape, rows, others } of pairsIn(runs)) {
    for (const [position] of shape.columns.entries()) {
      const [ones, twos] = [valuesOf(rows, position), valuesOf(others, position)];
      const masking = maskingFor(ones, twos);
      if (masking === null) continue;
      const name = columnName(shape, position);
      const parts = partNoise(ones, twos, name) ?? new Map([[name, masking]]);
      for (const [part, of] of parts) addMasking(found, part, of);
    }
  }
  return found;
}

/**
 * The keys of the rows of the start, for masked key columns. A column is left out when its keys of the
 * start come up differently in two runs of the same order.
 */
export function startKeysIn(
  start: readonly TableEnd[],
  runs: readonly EndPair[],
  columns: ReadonlyMap<string, Masking>,
): Mask['startKeys'] {
  const keys = new Map<string, ReadonlySet<string>>();
  for (const { shape, rows } of start) {
    for (const position of shape.key) {
      const name = columnName(shape, position);
      const values = new Set(valuesOf(rows, position).filter((value) => value !== null));
      if (columns.get(name) === 'value' && values.size > 0) keys.set(name, values);
    }
  }
  for (const { shape, rows, others } of pairsIn(runs)) {
    for (const position of shape.key) {
      const name = columnName(shape, position);
      const isKept = (value: string | null) =>
        value !== null && keys.get(name)?.has(value) === true;
      const [one, other] = [rows, others].map((all) => valuesOf(all, position).filter(isKept));
      if (one === undefined || other === undefined) continue;
      if (maskingFor(one, other) !== null) keys.delete(name);
    }
  }
  return keys;
}

/** The rows of a table after two runs of an order. */
interface TablePair {
  readonly shape: TableShape;
  readonly rows: readonly Row[];
  /** Of the second run. */
  readonly others: readonly Row[];
}

/** The tables that have the same number of rows in both runs of a pair. */
export function* pairsIn(runs: readonly EndPair[]): Generator<TablePair> {
  for (const { first, second } of runs) {
    for (const [index, { shape, rows }] of first.tables.entries()) {
      const others = second.tables[index]?.rows ?? [];
      if (others.length === rows.length) yield { shape, rows, others };
    }
  }
}

const valuesOf = (rows: readonly Row[], position: number): (string | null)[] =>
  rows.map((row) => row[position] ?? null);
