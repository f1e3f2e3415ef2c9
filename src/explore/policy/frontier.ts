import { letterOf, switchesOf } from '../../text/schedule.js';
import { chosenKey, type Choice, type ReadyStep } from '../choice.js';
import type { SearchLimits } from '../policy.js';

/** The first steps of a schedule that has not been run yet. */
export interface Prefix {
  /** The letters of the workers that the steps release. */
  readonly letters: string;
  /** The fingerprint of the run in which the prefix was found: {@link fingerprintOf}. */
  readonly fingerprint: number;
}

/**
 * A fingerprint of the first steps of a schedule: the ready workers at each step, and the released statement of
 * each step except the last. Two runs of the same letters must have the same fingerprint. Otherwise the
 * schedules form no tree. (FNV-1a, 32 bits)
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
 * The part of the tree of schedules that is known and not run yet. A prefix stands for all schedules that begin
 * with it. A run follows the prefix, and then releases the same worker as long as it is ready. Each alternative
 * choice on the way becomes a prefix of its own, so that each schedule is run exactly once.
 *
 * Prefixes are taken by their number of switches, fewest first: a schedule with few switches is easier to
 * read, and few switches are enough for most bugs. (Musuvathi and Qadeer, "Iterative Context
 * Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007)
 */
export class Frontier {
  /** Prefixes by their number of switches. */
  readonly #levels: Prefix[][] = [[{ letters: '', fingerprint: EMPTY_PRINT }]];
  readonly #maxSwitches: number;
  readonly #maxPending: number;
  #pending = 1;
  #pruned = false;
  /** The fewest switches of any prefix that was dropped for lack of space. */
  #forgotten = Number.POSITIVE_INFINITY;

  /** Leaves out prefixes with more than `maxSwitches`. */
  constructor({ maxSwitches, maxSchedules }: Pick<SearchLimits, 'maxSwitches' | 'maxSchedules'>) {
    this.#maxSwitches = maxSwitches ?? Number.POSITIVE_INFINITY;
    this.#maxPending = 2 * maxSchedules;
  }

  /** The number of prefixes that wait to be run. With two workers each stands for at least one schedule. */
  get pending(): number {
    return this.#pending;
  }

  /** Whether anything was left out because it had too many switches. */
  get pruned(): boolean {
    return this.#pruned;
  }

  /** Whether prefixes were dropped for lack of space. */
  get hasForgotten(): boolean {
    return Number.isFinite(this.#forgotten);
  }

  /** All schedules with fewer switches than this were run; infinite: all schedules were run. */
  get level(): number {
    return Math.min(this.#lowest, this.#forgotten);
  }

  /** The fewest switches of any prefix that waits. */
  get #lowest(): number {
    const level = this.#levels.findIndex((prefixes) => prefixes.length > 0);
    return level === -1 ? Number.POSITIVE_INFINITY : level;
  }

  /** Takes prefixes with the fewest switches, in the order of their letters; none: nothing is left to run. */
  take(atMost: number): readonly Prefix[] {
    const prefixes = this.#levels[this.#lowest];
    if (!prefixes) return [];
    prefixes.sort(byLetters);
    const taken = prefixes.splice(0, atMost);
    this.#pending -= taken.length;
    return taken;
  }

  /** Puts a prefix back that was taken and not run. */
  putBack(prefix: Prefix): void {
    this.#push(prefix, switchesOf(prefix.letters));
  }

  /**
   * Adds the alternative choices of a schedule that was run.
   * @param from the length of the given prefix, whose alternatives are known already
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
        // Every other ready worker must still run, and each time that is a switch.
        const fewest = soFar + ready.length - 1;
        this.#add({ letters: path + letterOf(other), fingerprint: print }, soFar, fewest);
      }
      switches += Number(last !== undefined && chosen !== last);
      path += letterOf(chosen);
      print = mixIn(print, letterOf(chosen) + chosenKey(choice));
      last = chosen;
    }
  }

  /** Records that a schedule had too many switches. */
  prune(): void {
    this.#pruned = true;
  }

  /** @param fewest the fewest switches of any schedule with this prefix */
  #add(prefix: Prefix, switches: number, fewest: number): void {
    if (fewest > this.#maxSwitches) {
      this.#pruned = true;
      return;
    }
    this.#push(prefix, switches);
    if (this.#pending > this.#maxPending) this.#forget();
  }

  #push(prefix: Prefix, switches: number): void {
    while (this.#levels.length <= switches) this.#levels.push([]);
    this.#levels[switches]?.push(prefix);
    this.#pending += 1;
  }

  /**
   * Drops prefixes that will never be run, because more schedules than allowed come before them. Drops a
   * quarter of the limit at a time, so that it happens rarely.
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
