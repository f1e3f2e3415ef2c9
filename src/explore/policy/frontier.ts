import { letterOf } from '../../text/schedule.js';
import { chosenKey, type Choice, type ReadyStep } from '../choice.js';
import type { SearchLimits } from '../policy.js';

/** The first steps of a schedule that has not been run yet. */
export interface Prefix {
  /** Whom they release. */
  readonly letters: string;
  /** What was seen on the way when it was found, see {@link fingerprintOf}. */
  readonly fingerprint: number;
}

/**
 * A fingerprint of the first steps of a schedule: who was ready at each of them, and what all but
 * the last released. Whoever follows the same letters must see the same, or else the tree is none.
 * (FNV-1a, 32 bits)
 */
export function fingerprintOf(choices: readonly Choice[], steps: number): number {
  let print = EMPTY_PRINT;
  for (const [index, choice] of choices.slice(0, steps).entries()) {
    print = mixIn(print, lettersReady(choice.ready));
    if (index < steps - 1) print = mixIn(print, letterOf(choice.chosen) + chosenKey(choice));
  }
  return print;
}

const EMPTY_PRINT = 0x811c9dc5;

function mixIn(print: number, text: string): number {
  let mixed = print;
  for (let index = 0; index < text.length; index += 1) {
    mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  }
  return mixed;
}

const lettersReady = (ready: readonly ReadyStep[]): string =>
  ready.map(({ worker }) => letterOf(worker)).join('');

const byLetters = (one: Prefix, other: Prefix): number => (one.letters < other.letters ? -1 : 1);

/**
 * The part of the tree of schedules that is known and not run yet. A prefix stands for all
 * schedules that begin with it; it is followed, and from where it ends the same worker goes on for
 * as long as it can. Whatever else could have been chosen on the way becomes a prefix of its own, so
 * that each schedule is run exactly once, wherever the tree grows.
 *
 * Prefixes are handed out by the number of switches in them, fewest first: a schedule with few
 * switches is easier to read, and finds most bugs. (Musuvathi and Qadeer, "Iterative Context
 * Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007)
 */
export class Frontier {
  /** By number of switches. */
  readonly #levels: Prefix[][] = [[{ letters: '', fingerprint: EMPTY_PRINT }]];
  readonly #maxSwitches: number;
  readonly #maxPending: number;
  #pending = 1;
  #pruned = false;
  /** The fewest switches of any prefix that was forgotten. */
  #forgotten = Number.POSITIVE_INFINITY;

  /** Prefixes with more switches than are allowed are left out. */
  constructor({ maxSwitches, maxSchedules }: Pick<SearchLimits, 'maxSwitches' | 'maxSchedules'>) {
    this.#maxSwitches = maxSwitches ?? Number.POSITIVE_INFINITY;
    this.#maxPending = 2 * maxSchedules;
  }

  /** Prefixes that wait to be run; with two workers each stands for at least one schedule. */
  get pending(): number {
    return this.#pending;
  }

  /** Whether anything was left out for having too many switches. */
  get pruned(): boolean {
    return this.#pruned;
  }

  /** Whether prefixes were dropped for which there was no room. */
  get hasForgotten(): boolean {
    return Number.isFinite(this.#forgotten);
  }

  /** All schedules with fewer switches than this were run; infinite when all were. */
  get level(): number {
    return Math.min(this.#lowest, this.#forgotten);
  }

  /** The fewest switches of any prefix that waits. */
  get #lowest(): number {
    const level = this.#levels.findIndex((prefixes) => prefixes.length > 0);
    return level === -1 ? Number.POSITIVE_INFINITY : level;
  }

  /** Takes prefixes with the fewest switches, in the order of their letters; none: all is done. */
  take(atMost: number): readonly Prefix[] {
    const prefixes = this.#levels[this.#lowest];
    if (!prefixes) return [];
    prefixes.sort(byLetters);
    const taken = prefixes.splice(0, atMost);
    this.#pending -= taken.length;
    return taken;
  }

  /**
   * Adds what else could have been chosen in a schedule that was run.
   * @param from how many steps were given: what else could have been chosen there is known
   */
  grow(from: number, choices: readonly Choice[]): void {
    let path = '';
    let print = EMPTY_PRINT;
    let switches = 0;
    let last: number | undefined;
    for (const [index, choice] of choices.entries()) {
      const { ready, chosen } = choice;
      print = mixIn(print, lettersReady(ready));
      for (const { worker: other } of index < from ? [] : ready) {
        if (other === chosen) continue;
        const soFar = switches + Number(last !== undefined && other !== last);
        // Whoever else is ready has a turn to come, and each turn is a switch.
        const fewest = soFar + ready.length - 1;
        this.#add({ letters: path + letterOf(other), fingerprint: print }, soFar, fewest);
      }
      switches += Number(last !== undefined && chosen !== last);
      path += letterOf(chosen);
      print = mixIn(print, letterOf(chosen) + chosenKey(choice));
      last = chosen;
    }
  }

  /** Notes that a schedule turned out to have too many switches. */
  prune(): void {
    this.#pruned = true;
  }

  /** @param fewest switches that every schedule with this beginning has at least */
  #add(prefix: Prefix, switches: number, fewest: number): void {
    if (fewest > this.#maxSwitches) {
      this.#pruned = true;
      return;
    }
    while (this.#levels.length <= switches) this.#levels.push([]);
    this.#levels[switches]?.push(prefix);
    this.#pending += 1;
    if (this.#pending > this.#maxPending) this.#forget();
  }

  /**
   * Drops prefixes that will never have their turn, because more come before them than may be run:
   * a quarter of all, so that this is rare.
   */
  #forget(): void {
    const highest = this.#levels.findLastIndex((prefixes) => prefixes.length > 0);
    const prefixes = this.#levels[highest] ?? [];
    prefixes.sort(byLetters);
    const surplus = Math.ceil(this.#maxPending / 4);
    this.#pending -= prefixes.splice(-surplus).length;
    this.#forgotten = Math.min(this.#forgotten, highest);
  }
}
