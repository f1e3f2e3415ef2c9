/** Numbers that differ from run to run, and where they may come from. */
import { pairsIn } from './column-noise.js';
import { columnName, type EndPair, type Row } from './end.js';
import { movingNumbersIn } from './number-lists.js';

/** What may give numbers that differ from run to run. */
export interface NumberSources {
  /** The time, in milliseconds since 1970. */
  readonly now: number;
  /** How far each sequence was moved for the second run of an order. */
  readonly shifts: readonly number[];
}

export const MS_PER_DAY = 86_400_000;
/** A time lies within so many days of now, because code also writes when something ends. */
const NEAR_DAYS = 400;
/** Seconds, milliseconds, microseconds and nanoseconds since 1970 in a millisecond. */
export const UNITS_PER_MS = [0.001, 1, 1e3, 1e6];

/**
 * The columns of numbers whose differing values are neither times nor moved with a sequence: code may count them in
 * its own memory, which goes on from run to run.
 * @param columns the names of those that are not compared
 */
export function numbersWithoutSource(
  runs: readonly EndPair[],
  columns: readonly string[],
  sources: NumberSources,
): readonly string[] {
  const found = new Set<string>();
  const isMasked = (name: string) => columns.includes(name) && !found.has(name);
  for (const { shape, rows, others } of pairsIn(runs)) {
    for (const position of shape.numbers) {
      const name = columnName(shape, position);
      if (!isMasked(name)) continue;
      const [ones = [], twos = []] = movingNumbersIn([
        valuesOf(rows, position),
        valuesOf(others, position),
      ]);
      if (!hasSource(ones, twos, sources)) found.add(name);
    }
  }
  return columns.filter((name) => found.has(name));
}

const valuesOf = (rows: readonly Row[], position: number): readonly string[] =>
  rows.flatMap((row) => row[position] ?? []);

/** Whether numbers of two runs that moved from one to the other are times, or moved with a sequence. */
export const hasSource = (
  ones: readonly number[],
  others: readonly number[],
  sources: NumberSources,
): boolean =>
  [...ones, ...others].every((value) => isTime(value, sources.now)) ||
  isShifted(ones, others, sources);

/** Whether all numbers moved with a sequence. */
export const isShifted = (
  ones: readonly number[],
  others: readonly number[],
  { shifts }: Pick<NumberSources, 'shifts'>,
): boolean =>
  ones.length === others.length &&
  ones.every((value, index) => shifts.includes(Math.abs(value - (others[index] ?? value))));

const isTime = (value: number, now: number): boolean =>
  UNITS_PER_MS.some((units) => Math.abs(value / units - now) < NEAR_DAYS * MS_PER_DAY);
