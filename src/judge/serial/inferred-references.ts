/**
 * References that no foreign key declares. A masked value is not compared, but the row that it names is: the number
 * of an order in a result, or in a column, belongs to a row.
 */
import type { JsonValue } from '../../model.js';
import {
  columnName,
  type CaseEnd,
  type ComparedEnd,
  type Reference,
  type EndPair,
  type TableShape,
} from './end.js';
import { isPartOf } from './column-parts.js';
import {
  isList,
  isRecord,
  maskedName,
  namesOf,
  placePath,
  propertyPath,
  withoutPositions,
} from './json-text.js';
import type { Masking } from './masking.js';
import { RESULT } from './result-noise.js';

/** What in the ends of the serial orders is noise. */
interface Noise {
  readonly columns: ReadonlyMap<string, Masking>;
  /** Whether the order counts in which the items of a result name rows. */
  readonly isOrdered: boolean;
  /** Parts of a worker's results. */
  readonly results: (worker: number) => ReadonlyMap<string, Masking>;
}

/** A column that is the masked key of a table, or may name rows of other tables. */
interface Column {
  readonly table: string;
  readonly position: number;
}

/** A row that a part of a result names. */
export interface NamedRow {
  readonly worker: number;
  /** Where it stands in the result, such as `result.items[1].id`; without the order, `result.items[].id`. */
  readonly place: string;
  /** The position of the table. */
  readonly table: number;
  /** The position of the row; -1: there is no such row. */
  readonly row: number;
}

/**
 * Columns and parts of results that name a row of one table, and of no other, in every run of the serial orders. In
 * the second run of an order, each sequence has a range of its own, so that numbers of two sequences differ.
 */
export class InferredReferences {
  /** By table, the references of its columns. */
  readonly ofTables: ReadonlyMap<string, readonly Reference[]>;
  /** By worker and path, the key that they name. */
  readonly #ofResults: ReadonlyMap<string, Column>;
  /** The workers and paths that are noise. */
  readonly #noisy: ReadonlySet<string>;
  readonly #isOrdered: boolean;
  readonly #masks: Noise['results'];

  constructor(runs: readonly EndPair[], noise: Noise) {
    this.#isOrdered = noise.isOrdered;
    this.#masks = noise.results;
    const ends = runs.flatMap(({ first, second }) => [first, second]);
    const shapes = ends[0]?.tables.map(({ shape }) => shape) ?? [];
    const keys = maskedKeysIn(shapes, noise).filter((key) =>
      ends.every((end) => columnValues(end, key).every((value) => NAMES_ROWS.test(value))),
    );
    const columns = keys.length === 0 ? [] : sourceColumns(shapes, noise);
    const columnsIn = columnSources(columns);
    this.ofTables = referencesOf(columns, targets(runs, keys, columnsIn, noise));
    const resultsIn = (end: CaseEnd) => resultSources(end, noise);
    this.#ofResults = keys.length === 0 ? new Map() : targets(runs, keys, resultsIn, noise);
    this.#noisy = new Set(ends.flatMap((end) => Array.from(resultsIn(end).keys())));
  }

  /** The rows that results name. */
  namedIn({ endings, tables }: ComparedEnd): readonly NamedRow[] {
    if (this.#ofResults.size === 0) return [];
    const rowOf = finderIn(tables);
    return endings.flatMap((ending, index) => {
      if (ending?.kind !== 'returned') return [];
      const worker = index + 1;
      return leavesOf(ending.value).flatMap(({ place, value }): NamedRow[] => {
        const masked = maskedName(place, this.#masks(worker));
        const key = masked === null ? undefined : this.#ofResults.get(resultName(worker, masked));
        const name = { worker, place: this.#isOrdered ? place : withoutPositions(place) };
        return key === undefined ? [] : [{ ...name, ...rowOf(key, value) }];
      });
    });
  }

  /**
   * Whether a part of a worker's results is compared by the row that it names; for a worker that never returned it,
   * whether another worker's is.
   */
  hasResult(worker: number, path: string): boolean {
    const name = resultName(worker, path);
    if (this.#noisy.has(name)) return this.#ofResults.has(name);
    return [...this.#ofResults.keys()].some((each) => each.endsWith(` ${path}`));
  }
}

/** Finds the positions of a table and of the row with a key; -1: there is none. */
function finderIn(tables: ComparedEnd['tables']) {
  const rowsByKey = new Map<Column, ReadonlyMap<string | null, number>>();
  return (key: Column, value: string): Pick<NamedRow, 'table' | 'row'> => {
    const table = tables.findIndex(({ shape }) => shape.name === key.table);
    const known = rowsByKey.get(key);
    const rows =
      known ?? new Map(tables[table]?.rows.map((row, at) => [row[key.position] ?? null, at]));
    if (known === undefined) rowsByKey.set(key, rows);
    return { table, row: rows.get(value) ?? -1 };
  };
}

/** For each column or part of results, its values in one end. */
type SourcesIn = (end: CaseEnd) => ReadonlyMap<string, readonly string[]>;

/** For each column or part of results, the one key that has all its values in every end. */
function targets(
  runs: readonly EndPair[],
  keys: readonly Column[],
  sourcesIn: SourcesIn,
  noise: Noise,
): ReadonlyMap<string, Column> {
  const candidates = new Map<string, readonly Column[]>();
  for (const end of runs.flatMap(({ first, second }) => [first, second])) {
    const valuesOf = new Map(keys.map((key) => [key, new Set(columnValues(end, key))]));
    for (const [source, values] of sourcesIn(end)) {
      const hasAll = (key: Column) =>
        values.every((value) => valuesOf.get(key)?.has(value) === true);
      candidates.set(source, (candidates.get(source) ?? keys).filter(hasAll));
    }
  }
  const found = [...candidates].flatMap(([source, [key, ...others]]): [string, Column][] =>
    key !== undefined && others.length === 0 ? [[source, key]] : [],
  );
  const isByChance = ([source, key]: [string, Column]) =>
    runs.some(({ first, second }) => {
      const [one, other] = [first, second].map((end) =>
        namedTexts(end, key, sourcesIn(end).get(source) ?? [], noise),
      );
      return one !== other;
    });
  return new Map(found.filter((reference) => !isByChance(reference)));
}

/** The rows with these keys, without what is noise. Chance names other rows in another run. */
function namedTexts(
  { tables }: CaseEnd,
  key: Column,
  values: readonly string[],
  { columns }: Noise,
): string {
  const table = tables.find(({ shape }) => shape.name === key.table);
  if (table === undefined) return '';
  const plain = table.shape.columns.flatMap((_name, position) => {
    const name = columnName(table.shape, position);
    const isNoisy = [...columns.keys()].some((noisy) => noisy === name || isPartOf(noisy, name));
    return isNoisy ? [] : [position];
  });
  const texts = new Map(
    table.rows.map((row) => [row[key.position], plain.map((at) => row[at] ?? '\0n').join('\0,')]),
  );
  return values
    .map((value) => texts.get(value) ?? '')
    .toSorted()
    .join('\0;');
}

/* ---------- Columns ---------- */

const nameOf = ({ table, position }: Column): string => `${table}\0${position}`;

const isMasked = (shape: TableShape, position: number, { columns }: Noise): boolean =>
  columns.get(columnName(shape, position)) === 'value';

const maskedKeysIn = (shapes: readonly TableShape[], noise: Noise): readonly Column[] =>
  shapes.flatMap((shape): Column[] => {
    const [position, ...others] = shape.key;
    if (position === undefined || others.length > 0 || !isMasked(shape, position, noise)) return [];
    return [{ table: shape.name, position }];
  });

/** Whole numbers and UUIDs. A time may be equal by chance. */
const NAMES_ROWS = /^(?:-?\d+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** The masked columns without a foreign key. The key of a table names its own rows. */
const sourceColumns = (shapes: readonly TableShape[], noise: Noise): readonly Column[] =>
  shapes.flatMap((shape) => {
    const ownKey = shape.key.length === 1 ? shape.key : [];
    const others = new Set(shape.references.flatMap(({ columns }) => columns).concat(ownKey));
    return shape.columns.flatMap((_name, position): Column[] =>
      others.has(position) || !isMasked(shape, position, noise)
        ? []
        : [{ table: shape.name, position }],
    );
  });

function columnValues({ tables }: CaseEnd, { table, position }: Column): readonly string[] {
  const rows = tables.find(({ shape }) => shape.name === table)?.rows ?? [];
  return rows.flatMap((row) => row[position] ?? []);
}

const columnSources =
  (columns: readonly Column[]): SourcesIn =>
  (end) =>
    new Map(
      columns.flatMap((column): [string, readonly string[]][] => {
        const values = columnValues(end, column);
        return values.length === 0 ? [] : [[nameOf(column), values]];
      }),
    );

function referencesOf(
  columns: readonly Column[],
  keys: ReadonlyMap<string, Column>,
): ReadonlyMap<string, readonly Reference[]> {
  const found = new Map<string, Reference[]>();
  for (const column of columns) {
    const key = keys.get(nameOf(column));
    if (key === undefined) continue;
    const reference = {
      columns: [column.position],
      table: key.table,
      targetColumns: [key.position],
    };
    found.set(column.table, [...(found.get(column.table) ?? []), reference]);
  }
  return found;
}

/* ---------- Results ---------- */

const resultName = (worker: number, path: string): string => `${worker} ${path}`;

function resultSources({ endings }: CaseEnd, noise: Noise): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>();
  for (const [index, ending] of endings.entries()) {
    if (ending?.kind !== 'returned') continue;
    const masked = noise.results(index + 1);
    for (const { place, value } of leavesOf(ending.value)) {
      const masking = maskedName(place, masked);
      if (masking === null || masked.get(masking) !== 'value') continue;
      if (isBelowMasked(place, masked)) continue;
      const name = resultName(index + 1, masking);
      const values = sources.get(name) ?? [];
      values.push(value);
      sources.set(name, values);
    }
  }
  return sources;
}

/** Whether it is a part of what is not compared at all. */
const isBelowMasked = (path: string, masked: ReadonlyMap<string, Masking>): boolean =>
  [...masked.keys()].some((name) => namesOf(path).some((each) => isPartOf(each, name)));

interface Leaf {
  /** With the positions in arrays: `result.items[1].id`. */
  readonly place: string;
  /** As PostgreSQL would write it. */
  readonly value: string;
}

/** The numbers and texts in a result, in an order that does not depend on that of its properties. */
function leavesOf(value: JsonValue, place = RESULT): readonly Leaf[] {
  if (isList(value)) {
    return value.flatMap((item, index) => leavesOf(item, placePath(place, index)));
  }
  if (isRecord(value)) {
    return Object.keys(value)
      .toSorted()
      .flatMap((name) => leavesOf(value[name] ?? null, propertyPath(place, name)));
  }
  return typeof value === 'number' || typeof value === 'string'
    ? [{ place, value: String(value) }]
    : [];
}
