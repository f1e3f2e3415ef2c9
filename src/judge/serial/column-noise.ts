/** Columns whose values differ between two runs of the same serial order. */
import { valuesIn } from './column-parts.js';
import { columnName, type Row, type EndPair, type TableEnd, type TableShape } from './end.js';
import type { Mask } from './mask.js';
import { maskingFor, type Masking, type WholeMasking } from './masking.js';
import { partNoise, type Difference } from './part-noise.js';

/**
 * Finds noisy columns, and noisy parts of columns of JSON and of texts, such as `log.payload.at`. Values are compared
 * as multisets, because the rows of the two runs cannot be matched. Tables whose number of rows differs are left out:
 * no masked column explains that.
 */
export function columnNoise(
  runs: readonly EndPair[],
  maskingOf: (difference: Difference) => Masking,
): Map<string, Masking> {
  const found = new Map<string, Masking>();
  const tables = new Map<string, TablePair[]>();
  for (const pair of pairsIn(runs)) {
    tables.set(pair.shape.name, [...(tables.get(pair.shape.name) ?? []), pair]);
  }
  for (const pairs of tables.values()) {
    for (const [position] of pairs[0]?.shape.columns.entries() ?? []) {
      for (const [name, of] of differencesIn(pairs, position)) {
        found.set(name, typeof of === 'string' ? of : maskingOf(of));
      }
    }
  }
  return found;
}

/** What differs in a column or in its parts, by name. */
function differencesIn(
  pairs: readonly TablePair[],
  position: number,
): readonly (readonly [string, Difference | WholeMasking])[] {
  const [first] = pairs;
  const texts = pairs.map(({ rows, others }) => ({
    ones: valuesOf(rows, position),
    others: valuesOf(others, position),
  }));
  const masking = strongestOf(texts.map(({ ones, others }) => maskingFor(ones, others)));
  if (first === undefined || masking === null) return [];
  const name = columnName(first.shape, position);
  if (namesRows(first.shape, position)) return [[name, masking]];
  const { noise } = partNoise(valuesIn(texts), name);
  return noise.size === 0 ? [[name, masking]] : [...noise];
}

function strongestOf(maskings: readonly (WholeMasking | null)[]): WholeMasking | null {
  if (maskings.includes('all')) return 'all';
  return maskings.includes('value') ? 'value' : null;
}

/** Whether it is part of a key. */
const namesRows = ({ key, references }: TableShape, position: number): boolean =>
  key.includes(position) || references.some(({ columns }) => columns.includes(position));

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
