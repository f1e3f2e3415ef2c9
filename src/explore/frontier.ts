import { letterOf } from '../text/schedule.js';
import type { ExplorePlan } from '../model.js';
import type { Choice } from './run-schedule.js';

/** The first steps of a schedule that has not been run yet, in letters. */
export type Prefix = string;

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
  readonly #levels: Prefix[][] = [['']];
  readonly #maxSwitches: number;
  readonly #maxPending: number;
  #pending = 1;
  #pruned = false;

  /** Prefixes with more switches than are allowed are left out. */
  constructor({ maxSwitches, maxSchedules }: Pick<ExplorePlan, 'maxSwitches' | 'maxSchedules'>) {
    this.#maxSwitches = maxSwitches ?? Number.POSITIVE_INFINITY;
    this.#maxPending = 2 * maxSchedules;
  }

  /** Prefixes that wait to be run; each stands for at least one schedule. */
  get pending(): number {
    return this.#pending;
  }

  /** Whether anything was left out for having too many switches. */
  get pruned(): boolean {
    return this.#pruned;
  }

  /** The fewest switches of any prefix that waits. */
  get level(): number {
    const level = this.#levels.findIndex((prefixes) => prefixes.length > 0);
    return level === -1 ? Number.POSITIVE_INFINITY : level;
  }

  /** Takes prefixes with the fewest switches, in the order of their letters; none: all is done. */
  take(atMost: number): readonly Prefix[] {
    const prefixes = this.#levels[this.level];
    if (!prefixes) return [];
    prefixes.sort();
    const taken = prefixes.splice(0, atMost);
    this.#pending -= taken.length;
    return taken;
  }

  /**
   * Adds what else could have been chosen in a schedule that was run, beyond the prefix that it
   * followed.
   */
  grow(followed: Prefix, choices: readonly Choice[]): void {
    let path = '';
    let switches = 0;
    let last: number | undefined;
    for (const [index, { ready, chosen }] of choices.entries()) {
      if (index >= followed.length) {
        for (const other of ready) {
          if (other === chosen) continue;
          this.#add(
            path + letterOf(other),
            switches + Number(last !== undefined && other !== last),
          );
        }
      }
      switches += Number(last !== undefined && chosen !== last);
      path += letterOf(chosen);
      last = chosen;
    }
  }

  /** Notes that a schedule turned out to have too many switches. */
  prune(): void {
    this.#pruned = true;
  }

  #add(prefix: Prefix, switches: number): void {
    if (switches > this.#maxSwitches) {
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
    const last = this.#levels.findLast((prefixes) => prefixes.length > 0) ?? [];
    last.sort();
    const surplus = Math.ceil(this.#maxPending / 4);
    this.#pending -= last.splice(-surplus).length;
  }
}
