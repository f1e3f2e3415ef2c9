/** Where numbers come from that differ from run to run, as the repeats of an order show. @see RepeatedOrder */
import { followClock, mayBeTime, SECONDS } from './clock-times.js';
import { columnName, type CaseEnd } from './end.js';
import { movingNumbersIn, type NumberLists } from './number-lists.js';
import type { RepeatedOrder, TimedRun } from './repeated-order.js';

/**
 * Whether a column of numbers moves as no count does: with the sequences and back, with the transaction ids, or with
 * the clock.
 * @param column its name
 */
export function hasRepeatedSource(repeats: readonly RepeatedOrder[], column: string): boolean {
  const known = new Set(repeats.map((repeated) => hasSourceIn(repeated, column)));
  return known.has(true) && !known.has(false);
}

/** Null: nothing moves in this order. */
function hasSourceIn({ pairs }: RepeatedOrder, column: string): boolean | null {
  const firsts = pairs.map(({ first }) => first);
  const seconds = pairs.map(({ second }) => second);
  const runs = [...firsts, ...seconds];
  const moving = movingOf(runs, column);
  if (isStill(moving)) return isStandingTime(runs, column) ? true : null;
  if (isStill(movingOf(firsts, column)) && isStill(movingOf(seconds, column))) return true;
  const areTransactions = moving.every((ids, run) =>
    ids.every((id) => isTransactionOf(runs[run], id)),
  );
  return areTransactions || followClock(moving, runs);
}

const isStill = (moving: NumberLists): boolean => moving.every(({ length }) => length === 0);

const movingOf = (runs: readonly TimedRun[], column: string): NumberLists =>
  movingNumbersIn(runs.map(({ end }) => textsIn(end, column)));

const textsIn = ({ tables }: CaseEnd, column: string): readonly string[] =>
  tables.flatMap(({ shape, rows }) => {
    const position = shape.columns.findIndex((_name, at) => columnName(shape, at) === column);
    return position < 0 ? [] : rows.flatMap((row) => row[position] ?? []);
  });

/** Whether a number is the id of a transaction of the run. */
function isTransactionOf(run: TimedRun | undefined, id: number): boolean {
  const [from, to] = run?.transactions ?? [];
  return from !== undefined && to !== undefined && from <= id && id < to;
}

/** A time in seconds seldom differs between two runs in a row. */
function isStandingTime(runs: readonly TimedRun[], column: string): boolean {
  const [first] = runs;
  if (first === undefined) return false;
  const values = textsIn(first.end, column)
    .map(Number)
    .filter((value) => value !== 0);
  return values.length > 0 && values.every((value) => mayBeTime(value, SECONDS, first.clock));
}
