/** The numbers in what is not compared of an end, by the place at which they stand. */
import type { JsonValue } from '../../model.js';
import { isPartOf, parsed } from './column-parts.js';
import { columnName, type CaseEnd, type TableEnd } from './end.js';
import { isList, isRecord, namesOf, placePath, propertyPath } from './json-text.js';
import { RESULT } from './result-noise.js';
import { numbersInText } from './text-numbers.js';

/** The numbers at one place. */
export interface PlacedNumbers {
  /** What is not compared, as `ignore` names it: a column, a part of it, or a part of results. */
  readonly name: string;
  /** As they come, equal ones too. */
  readonly values: readonly number[];
}

/** By place: a part of a column of JSON, of a worker's result, or of a text in one of these. */
export type NumbersByPlace = ReadonlyMap<string, PlacedNumbers>;

/**
 * The numbers in an end. Columns of primary keys are left out: the keys of two rows that are equal by mistake are
 * refused, or are one row instead of two, and rows are compared.
 * @param masked the names of what is not compared
 */
export function placedNumbers(
  { tables, endings }: CaseEnd,
  masked: readonly string[],
): NumbersByPlace {
  const found = new Map<string, { readonly name: string; readonly values: number[] }>();
  const add = (leaf: Leaf, owner: string) => {
    const name = masked.find((each) =>
      namesOf(leaf.place).some((path) => each === path || isPartOf(path, each)),
    );
    if (name === undefined) return;
    for (const number of numbersIn(leaf)) {
      const key = [owner, leaf.place, number.place].join('\0');
      const numbers = found.get(key) ?? { name, values: [] };
      found.set(key, numbers);
      numbers.values.push(number.value);
    }
  };
  for (const leaf of tables.flatMap((table) => leavesIn(table, masked))) add(leaf, 'row');
  for (const [index, ending] of endings.entries()) {
    if (ending?.kind !== 'returned') continue;
    for (const leaf of leavesOf(ending.value, RESULT)) add(leaf, String(index + 1));
  }
  return found;
}

/** The numbers of a table's primary key. */
export const keyNumbers = ({ shape, rows }: TableEnd): readonly number[] =>
  rows.flatMap((row) => shape.key.map((position) => Number(row[position] ?? Number.NaN)));

/** A value without parts, or the length of an array, which grows when code only adds to it. */
interface Leaf {
  /** With the positions in arrays: `result.items[1].id`. */
  readonly place: string;
  readonly value: number | string | { readonly length: number };
}

function numbersIn({ value }: Leaf) {
  if (typeof value === 'string') return TUPLE_ID.test(value) ? [] : numbersInText(value);
  if (typeof value === 'number') return [{ place: '', value }];
  return [{ place: 'length', value: value.length }];
}

/** A row's place in its table (`ctid`), which differs with the rows that were there before. */
const TUPLE_ID = /^\(\d+,\d+\)$/;

function leavesIn({ shape, rows }: TableEnd, masked: readonly string[]): readonly Leaf[] {
  return shape.columns.flatMap((_name, position) => {
    const path = columnName(shape, position);
    const isMasked = masked.some((name) => name === path || isPartOf(name, path));
    if (shape.key.includes(position) || !isMasked) return [];
    return rows.flatMap((row) => {
      const text = row[position] ?? null;
      return text === null ? [] : leavesOf(parsed(text) ?? text, path);
    });
  });
}

function leavesOf(value: JsonValue, place: string): readonly Leaf[] {
  if (isList(value)) {
    const items = value.flatMap((item, at) => leavesOf(item, placePath(place, at)));
    return [{ place, value: { length: value.length } }, ...items];
  }
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([name, item]) =>
      leavesOf(item, propertyPath(place, name)),
    );
  }
  return typeof value === 'number' || typeof value === 'string' ? [{ place, value }] : [];
}
