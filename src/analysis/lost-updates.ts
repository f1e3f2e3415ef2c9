/**
 * Lost updates, found by walking back from the final version of an account.
 *
 * The anomaly is that of Berenson et al., "A Critique of ANSI SQL Isolation Levels" (1995), P4;
 * Elle (VLDB 2020) finds it as two committed transactions that read the same version and both
 * wrote. The walk asks what the user asks, which update is missing at the end, and so also counts
 * the updates that built on a lost one and vanished with it.
 */
import type { Chain, Effect, Update } from './versions.js';
import { updateAt } from './versions.js';

/** An update that others cannot be seen through: it builds on a version before theirs. */
export interface Overwrite {
  readonly writer: Update;
  /** The lost updates between the version that the writer built on and its own; at least one. */
  readonly lost: readonly Update[];
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
 * Walks from the final version to the version its writer built on, and so on down to the
 * start. What is not on the walk is lost. An update that adds nothing cannot be lost.
 */
export function findLostUpdates(chain: Chain): LostUpdates {
  const start = chain.initial.version;
  const overwrites: Overwrite[] = [];
  let count = 0;
  let writer = updateAt(chain, chain.final.version);
  while (writer !== undefined) {
    const { basis, version } = writer;
    if (basis < version - 1) {
      const lost = chain.updates.slice(basis - start, version - start - 1).filter(adds);
      if (lost.length > 0) overwrites.push({ writer, lost });
      count += lost.length;
    }
    writer = updateAt(chain, basis);
  }
  const unwritten = chain.unwritten.filter(adds);
  return { count: count + unwritten.length, overwrites: overwrites.toReversed(), unwritten };
}

const adds = ({ by }: Effect): boolean => by !== 0;
