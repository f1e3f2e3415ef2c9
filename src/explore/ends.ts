/** The different ends of the schedules of an exploration, each with some of its schedules. */
import type { Schedule } from '../model.js';
import { compareRanks, type RankedSchedule } from './ranked-schedule.js';

/** Schedules that ended the same. */
export interface EndCount<End> {
  /** How many ended so. */
  readonly schedules: number;
  /** How many of them are broken. */
  readonly broken: number;
  /** At most 20 of them, the lowest rank first. */
  readonly examples: readonly Schedule[];
  /** That of the first example; null: too many other ends were met before. */
  readonly end: End | null;
}

/** An end while it is counted. */
export interface EndTally<End> {
  readonly key: string;
  schedules: number;
  broken: number;
  readonly examples: RankedSchedule[];
  end: End | null;
}

const MOST_EXAMPLES = 20;
/** An end of a case has all rows of its tables. */
const MOST_KEPT = 200;

/**
 * Counts schedules by how they ended. Memory stays bounded: only the first 200 different ends are kept. The ends after
 * them are counted and have examples, but what they were is not known.
 */
export class Ends<End> {
  readonly #byKey = new Map<string, EndTally<End>>();
  #kept = 0;

  /** How many different ends there are. */
  get size(): number {
    return this.#byKey.size;
  }

  /** @param key equal for equal ends */
  add(key: string, schedule: RankedSchedule, end: End, isBroken: boolean): EndTally<End> {
    const tally = this.#byKey.get(key) ?? this.#begin(key, end);
    tally.schedules += 1;
    tally.broken += Number(isBroken);
    const { examples } = tally;
    insert(examples, schedule);
    // The end that is kept does not depend on which schedule was run first.
    if (tally.end !== null && examples[0] === schedule) tally.end = end;
    return tally;
  }

  /** Takes back a schedule that was not broken: run again, it ended in another way. */
  takeBack(tally: EndTally<End>, letters: string): void {
    tally.schedules -= 1;
    const at = tally.examples.findIndex((example) => example.letters === letters);
    if (at !== -1) tally.examples.splice(at, 1);
    if (tally.schedules > 0) return;
    this.#byKey.delete(tally.key);
    if (tally.end !== null) this.#kept -= 1;
  }

  /** The most frequent first, and of equally frequent ones that whose first example has the lower rank. */
  all(): readonly EndCount<End>[] {
    return [...this.#byKey.values()]
      .toSorted(byFrequency)
      .map(({ schedules, broken, examples, end }) => ({
        schedules,
        broken,
        examples: examples.map(({ schedule }) => schedule),
        end,
      }));
  }

  #begin(key: string, end: End): EndTally<End> {
    const isKept = this.#kept < MOST_KEPT;
    const tally = { key, schedules: 0, broken: 0, examples: [], end: isKept ? end : null };
    this.#kept += Number(isKept);
    this.#byKey.set(key, tally);
    return tally;
  }
}

/** Keeps the examples with the lowest ranks. */
function insert(examples: RankedSchedule[], schedule: RankedSchedule): void {
  const later = examples.findIndex((example) => compareRanks(schedule, example) < 0);
  if (later === -1 && examples.length === MOST_EXAMPLES) return;
  examples.splice(later === -1 ? examples.length : later, 0, schedule);
  if (examples.length > MOST_EXAMPLES) examples.pop();
}

function byFrequency(one: EndTally<unknown>, other: EndTally<unknown>): number {
  const [first, second] = [one.examples[0], other.examples[0]];
  if (one.schedules !== other.schedules || first === undefined || second === undefined) {
    return other.schedules - one.schedules;
  }
  return compareRanks(first, second);
}
