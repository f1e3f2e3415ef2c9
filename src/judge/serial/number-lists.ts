/** Numbers that several runs left at the same place. */

/** By run, the numbers at one place. */
export type NumberLists = readonly (readonly number[])[];

/**
 * What moves from run to run: the numbers of each run without those that all runs have, in ascending order. Equal
 * numbers count as often as they come.
 */
export const movingIn = (lists: NumberLists): NumberLists => ascending(withoutCommon(lists));

/** The same for numbers as PostgreSQL writes them, which JavaScript may have to round. */
export const movingNumbersIn = (lists: readonly (readonly string[])[]): NumberLists =>
  ascending(withoutCommon(lists).map((list) => list.map(Number)));

const ascending = (lists: NumberLists): NumberLists =>
  lists.map((list) => list.toSorted((one, other) => one - other));

function withoutCommon<Value>(lists: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  const [first = [], ...others] = lists.map(countsOf);
  const timesInAll = new Map(
    [...first].map(([value, times]) => [
      value,
      Math.min(times, ...others.map((counts) => counts.get(value) ?? 0)),
    ]),
  );
  return lists.map((list) => {
    const left = new Map(timesInAll);
    return list.filter((value) => {
      const times = left.get(value) ?? 0;
      left.set(value, times - 1);
      return times <= 0;
    });
  });
}

function countsOf<Value>(list: readonly Value[]): ReadonlyMap<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/**
 * By position in ascending order, the numbers of each run.
 * @returns null when not all runs have as many, or none has any
 */
export function byPosition(lists: NumberLists): NumberLists | null {
  const [first] = lists;
  if (first === undefined || first.length === 0) return null;
  if (lists.some(({ length }) => length !== first.length)) return null;
  return first.map((_value, position) => lists.map((list) => list[position] ?? Number.NaN));
}

/** The distance by which a number moves from each run to the next; null: it is not always the same. */
export function steadyDistance(values: readonly number[]): number | null {
  const distances = values.slice(1).map((value, index) => value - (values[index] ?? Number.NaN));
  const [first] = distances;
  if (first === undefined) return null;
  return distances.every((distance) => isNear(distance, first)) ? first : null;
}

/** Equal but for the rounding of fractions. */
export const isNear = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other));
