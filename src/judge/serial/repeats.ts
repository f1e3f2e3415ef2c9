/**
 * What the repeats of a serial order say about a number that is not compared.
 *
 * Code that counts in its own memory (a module's `let next = 0`, a cached balance, a stock) goes on from run to run, so
 * that its numbers differ, are taken for noise, and an update that is lost there does not show. To tell such a number from
 * noise, an order is run again a few times, in pairs: first with sequences as they were, then with sequences advanced.
 * Before each run comes a pause of irregular length, and an irregular number of transactions. Then
 * - what comes from a sequence (an id, a multiple or a hash of it, a text with it) is the same in the first runs of all
 *   pairs, and in the second ones;
 * - what comes from the clock or from transaction ids moves, but by irregular distances. Whole seconds may move by equal ones,
 *   but then their distance from the clock is the same in all runs;
 * - random numbers and durations move both ways;
 * - a count moves by the same distance from each pair to the next, in the first runs as in the second ones, because code
 *   that does the same from the same rows changes its memory in the same way.
 *
 * A memory that changes otherwise (it doubles, wraps around, or is a set) is not found in this way.
 */
import { followClock } from './clock-times.js';
import { byPosition, isNear, movingIn, steadyDistance, type NumberLists } from './number-lists.js';
import { keyNumbers, placedNumbers, type NumbersByPlace } from './placed-numbers.js';
import type { RepeatedOrder, TimedRun } from './repeated-order.js';

/** In fewer pairs, random numbers may move by equal distances as well. */
const FEWEST_PAIRS = 3;

/**
 * The names of what keeps counting from run to run.
 * @param masked the names of what is not compared, and not ignored
 */
export function countsIn(
  repeats: readonly RepeatedOrder[],
  masked: readonly string[],
): readonly string[] {
  const found = new Set(
    repeats.flatMap(({ pairs }) => {
      if (pairs.length < FEWEST_PAIRS) return [];
      const firsts = pairs.map(({ first }) => first);
      const seconds = pairs.map(({ second }) => second);
      return countsAt(firsts, seconds, masked);
    }),
  );
  return masked.filter((name) => found.has(name));
}

/** By place, the name of what has it, and the numbers of each end. */
type ListsByPlace = ReadonlyMap<string, { readonly name: string; readonly lists: NumberLists }>;

function placesIn(runs: readonly TimedRun[], masked: readonly string[]): ListsByPlace {
  const numbers = runs.map(({ end }) => placedNumbers(end, masked));
  const valuesAt = (place: string) => (of: NumbersByPlace) => of.get(place)?.values ?? [];
  return new Map(
    [...(numbers[0] ?? [])].map(([place, { name }]) => [
      place,
      { name, lists: numbers.map(valuesAt(place)) },
    ]),
  );
}

function countsAt(
  firsts: readonly TimedRun[],
  seconds: readonly TimedRun[],
  masked: readonly string[],
): readonly string[] {
  const others = placesIn(seconds, masked);
  const [keys, otherKeys] = [newKeysIn(firsts), newKeysIn(seconds)];
  return [...placesIn(firsts, masked)].flatMap(([place, { name, lists }]) => {
    const [one, other] = [movingIn(lists), movingIn(others.get(place)?.lists ?? [])];
    const isKey = areAmong(one, keys) && areAmong(other, otherKeys);
    const isTime = followClock(one, firsts) && followClock(other, seconds);
    return !isKey && !isTime && haveSteadyDistance(one, other) ? [name] : [];
  });
}

/** Whether a number moves by the same distance in the first runs of the pairs as in the second ones. */
function haveSteadyDistance(ones: NumberLists, others: NumberLists): boolean {
  const [one, other] = [byPosition(ones), byPosition(others)];
  if (one === null || other === null || one.length !== other.length) return false;
  return one.some((values, position) => {
    const distance = steadyDistance(values);
    const distanceOfOther = steadyDistance(other[position] ?? []);
    return distance !== null && distanceOfOther !== null && isNear(distance, distanceOfOther);
  });
}

/**
 * The keys of each end that not all ends have. Where code counts the keys of new rows in its memory, as ORMs do that take
 * a block of numbers from a sequence, a number that names such a row moves with it.
 */
const newKeysIn = (runs: readonly TimedRun[]): NumberLists =>
  movingIn(runs.map(({ end }) => end.tables.flatMap(keyNumbers)));

const areAmong = (lists: NumberLists, keys: NumberLists): boolean =>
  lists.every((list, index) => list.every((value) => keys[index]?.includes(value) === true));
