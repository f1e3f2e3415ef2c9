import { UNKNOWN, count } from '../../text/numbers.js';
import { printable } from '../../text/wrap.js';

/** A field of a record, as plain data. */
export type Value = string | number | boolean | null;

/**
 * One figure of a row, as every tabular format shows it.
 * @typeParam R the rows
 */
export interface Column<R> {
  /** Its name in JSON, and in CSV. */
  readonly key: string;
  /** Plain words; a narrow table sets each in a line of its own. */
  readonly header: string;
  /**
   * 1 is the most important. Without room, the columns with the highest ranks are left out first. A
   * column without a rank is in CSV only.
   */
  readonly rank?: number;
  readonly align: 'left' | 'right';
  /** The field itself, unrounded. */
  value(row: R): Value;
  /** The field as people read it. */
  text(row: R): string;
}

/** A column of words. */
export function label<R>(key: string, value: (row: R) => string | boolean): Column<R> {
  const text = (row: R) => printable(String(value(row)));
  return { key, header: key, align: 'left', value, text };
}

/** A column of numbers. */
export function figure<R>(
  key: string,
  value: (row: R) => number | null,
  shown: { header: string; rank?: number; format?: (value: number) => string },
): Column<R> {
  const { format = count, ...rest } = shown;
  const text = (row: R) => {
    const number = value(row);
    return number === null ? UNKNOWN : format(number);
  };
  return { key, align: 'right', value, text, ...rest };
}

/** A column of words that may be empty. */
export function remark<R>(key: string, value: (row: R) => string | null): Column<R> {
  const text = (row: R) => printable(value(row) ?? '');
  return { key, header: key, align: 'left', value, text };
}

/** Counts by name, in one field: `40001=12;conflict=3`. */
export const countsByName = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${name}=${times}`)
    .join(';');

/** The columns up to a rank, in reading order. */
export const upToRank = <R>(columns: readonly Column<R>[], rank: number): readonly Column<R>[] =>
  columns.filter((column) => column.rank !== undefined && column.rank <= rank);
