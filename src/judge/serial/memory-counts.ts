/** What code may count in its own memory, which goes on from run to run, so that it looks like noise. */
import type { Schedule } from '../../model.js';
import type { EndPair, SerialRun } from './end.js';
import { withoutText } from './json-text.js';
import { isNear, movingIn } from './number-lists.js';
import {
  hasSource,
  isShifted,
  type NumberSources,
  numbersWithoutSource,
} from './number-sources.js';
import { placedNumbers } from './placed-numbers.js';
import { hasRepeatedSource } from './repeated-sources.js';
import type { RepeatedOrder } from './repeated-order.js';
import { countsIn } from './repeats.js';

/** What is known of the orders. */
export interface MemoryEvidence {
  /** Two ends each of one order, those of different times included. */
  readonly runs: readonly EndPair[];
  readonly repeats: readonly RepeatedOrder[];
  /** The names of what is not compared, those that the case ignores included. */
  readonly masked: readonly string[];
  /** The names of what the case ignores. */
  readonly ignore: readonly string[];
  readonly sources: NumberSources;
}

/**
 * The names of what is not compared although it may matter: columns of numbers that differ for no known reason, and
 * whatever keeps counting from run to run.
 */
export function countedInMemory(evidence: MemoryEvidence): readonly string[] {
  const { runs, repeats, sources } = evidence;
  const names = namesIn(evidence);
  const numbers = numbersWithoutSource(runs, names, sources).filter(
    (column) => !hasRepeatedSource(repeats, column),
  );
  return [...new Set([...numbers, ...countsIn(repeats, names)])].toSorted();
}

/**
 * The orders whose repeats say more: for each number that differs for no known reason, the first in which it does. That
 * it is a time is no known reason where it moves by the same distance in all orders.
 * @param runs two ends of each order
 */
export function ordersToRepeat(
  runs: readonly SerialRun[],
  evidence: Omit<MemoryEvidence, 'runs' | 'repeats'>,
): readonly Schedule[] {
  const even = evenlyMovedIn(runs, namesIn(evidence));
  const known = new Set<string>();
  return runs.flatMap((run) => {
    const names = namesIn(evidence).filter((name) => !known.has(name));
    const moved = movedIn(run, names)
      .filter(({ ones, others, place }) => {
        const isKnown = hasSource(ones, others, evidence.sources);
        return !isKnown || (even.has(place) && !isShifted(ones, others, evidence.sources));
      })
      .map(({ name }) => name);
    const found = [...numbersWithoutSource([run], names, evidence.sources), ...moved];
    for (const name of found) known.add(name);
    return found.length === 0 ? [] : [run.order];
  });
}

/** What is not compared for no other reason than that it differs, in part or as a whole. */
const namesIn = ({ masked, ignore }: Omit<MemoryEvidence, 'runs' | 'repeats'>): string[] =>
  [...new Set(masked.map(withoutText))].filter((name) => !ignore.includes(name));

/** The numbers at a place that moved from one run of an order to the other. */
interface MovedNumbers {
  readonly name: string;
  readonly place: string;
  /** As many in both runs, and at least one. */
  readonly ones: readonly number[];
  readonly others: readonly number[];
}

function movedIn({ first, second }: EndPair, names: readonly string[]): readonly MovedNumbers[] {
  const numbers = placedNumbers(second, names);
  return [...placedNumbers(first, names)].flatMap(([place, { name, values }]) => {
    const [ones = [], others = []] = movingIn([values, numbers.get(place)?.values ?? []]);
    return ones.length === 0 || ones.length !== others.length
      ? []
      : [{ name, place, ones, others }];
  });
}

/** The places whose numbers move by the same distances in all orders of all workers, of which there are several. */
function evenlyMovedIn(runs: readonly SerialRun[], names: readonly string[]): ReadonlySet<string> {
  const most = Math.max(0, ...runs.map(({ order }) => order.length));
  const ofAll = runs.filter(({ order }) => order.length === most);
  const distances = new Map<string, readonly (readonly number[])[]>();
  for (const { place, ones, others } of ofAll.flatMap((run) => movedIn(run, names))) {
    const distance = ones.map((one, index) => (others[index] ?? Number.NaN) - one);
    distances.set(place, [...(distances.get(place) ?? []), distance]);
  }
  const isEven = ([, [first = [], ...rest]]: [string, readonly (readonly number[])[]]) =>
    rest.length > 0 &&
    rest.length === ofAll.length - 1 &&
    rest.every((each) => each.every((distance, index) => isNear(distance, first[index] ?? 0)));
  return new Set([...distances].filter(isEven).map(([place]) => place));
}
