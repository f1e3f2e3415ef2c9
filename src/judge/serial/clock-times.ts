/** Numbers that move with the clock. */
import { byPosition, type NumberLists } from './number-lists.js';
import { MS_PER_DAY, UNITS_PER_MS } from './number-sources.js';
import type { Span, TimedRun } from './repeated-order.js';

/** Milliseconds since 1970. An earlier time is none that code writes now. */
const EARLIEST_MS = Date.UTC(2000, 0);
/** A time may lie so many days ahead: what is valid for ever often ends in 99 years. */
const MOST_DAYS = 36_525;

/** Units per millisecond of a time in seconds. */
export const SECONDS = 0.001;

/** Whether all numbers are times, in any unit, whose distance from the clock is the same in all runs. */
export function followClock(moving: NumberLists, runs: readonly TimedRun[]): boolean {
  if (UNITS_PER_MS.some((units) => areTimes(moving, runs, units))) return true;
  const isWhole = moving.every((list) => list.every((value) => value % 1000 === 0));
  return isWhole && areTimes(inSeconds(moving), runs, SECONDS);
}

const inSeconds = (lists: NumberLists): NumberLists =>
  lists.map((list) => list.map((ms) => ms / 1000));

/** @param units of these numbers in a millisecond */
function areTimes(moving: NumberLists, runs: readonly TimedRun[], units: number): boolean {
  const positions = byPosition(moving);
  if (positions === null) return false;
  return positions.every((values) => {
    const offsets = values.map((value, run) => offsetsOf(value, units, runs[run]?.clock));
    const least = Math.max(...offsets.map(([from]) => from));
    const most = Math.min(...offsets.map(([, to]) => to));
    return least <= most;
  });
}

/** How far a time may lie from the clock of its run, in milliseconds. A whole number of units was rounded. */
function offsetsOf(value: number, units: number, clock: Span | undefined): Span {
  if (clock === undefined || !mayBeTime(value, units, clock)) return [Number.NaN, Number.NaN];
  const [from, to] = clock;
  return [(value - 1) / units - to, (value + 1) / units - from];
}

/** Whether a number of so many units per millisecond may be a time. */
export const mayBeTime = (value: number, units: number, [now]: Span): boolean =>
  value / units > EARLIEST_MS && value / units - now < MOST_DAYS * MS_PER_DAY;
