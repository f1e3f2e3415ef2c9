/**
 * Lost updates, found by walking back from the final version of an account.
 *
 * The anomaly is that of Berenson et al., "A Critique of ANSI SQL Isolation Levels" (1995), P4;
 * Elle (VLDB 2020) finds it as two committed transactions that read the same version and both wrote.
 * The walk finds the updates that are missing at the end. So it also counts updates that built on a
 * lost update and were lost with it.
 */
import type { Chain } from './versions.js';
import type { Effect, Update } from './updates.js';

/** An update that hides others: it builds on a version before theirs. */
export interface Overwrite {
  readonly writer: Update;
  /** How many it lost, see {@link lostUnder}; at least one. */
  readonly count: number;
}

export interface LostUpdates {
  /** Committed updates that the final balance does not contain. */
  readonly count: number;
  /** Earliest first. */
  readonly overwrites: readonly Overwrite[];
  /** Lost without being overwritten: reported as committed, and never written. */
  readonly unwritten: readonly Effect[];
}

/**
 * Walks from the final version to the version that its writer built on, and so on down to the
 * start. An update that is not on the walk is lost. An update with amount 0 cannot be lost.
 */
export function findLostUpdates(chain: Chain): LostUpdates {
  const overwrites: Overwrite[] = [];
  let count = 0;
  let writer = chain.updates.at(chain.final.version);
  while (writer !== undefined) {
    const { basis, version } = writer;
    if (basis < version - 1) {
      const lost = lostUnder(chain, writer).length;
      if (lost > 0) overwrites.push({ writer, count: lost });
      count += lost;
    }
    writer = chain.updates.at(basis);
  }
  const unwritten = chain.unwritten.filter(adds);
  return { count: count + unwritten.length, overwrites: overwrites.toReversed(), unwritten };
}

/** The lost updates between the version that a writer built on and its own, in order. */
export const lostUnder = ({ updates }: Chain, { basis, version }: Update): readonly Update[] =>
  [...updates.between(basis, version)].filter(adds);

const adds = ({ by }: Effect): boolean => by !== 0;
