/** How many operations of a race really competed. */
import type { OperationRecord, Operations } from '../../model.js';

/** How many operations overlapped in time with another on the same account. */
export interface Overlap {
  /** Operations with any outcome. */
  readonly all: number;
  /** Committed operations that overlapped with another committed one. */
  readonly committed: number;
}

/**
 * Counts the operations that overlapped in time with another one on the same account, reading or
 * writing. Times are half-open: an operation that begins when another one ends does not overlap it.
 * An operation counts once, even if it overlaps on several accounts.
 */
export function countOverlaps(operations: Operations): Overlap {
  const all = new Overlaps(operations.length);
  const committed = new Overlaps(operations.length);
  for (const place of byBeginning(operations)) {
    const operation = operations.at(place);
    if (!operation) continue;
    all.enter(operation, place);
    if (operation.outcome.kind === 'committed') committed.enter(operation, place);
  }
  return { all: all.count, committed: committed.count };
}

/**
 * The operations' places, in the order in which they began. Ties are ordered by end, so that an
 * operation of length zero comes before others that begin at the same time.
 */
function byBeginning(operations: Operations): Uint32Array {
  const from = new Float64Array(operations.length);
  const places = new Uint32Array(operations.length);
  let place = 0;
  for (const { activeFrom } of operations) {
    from[place] = activeFrom;
    places[place] = place;
    place += 1;
  }
  const until = (index: number) => operations.at(index)?.activeUntil ?? 0;
  return places.toSorted((a, b) => (from[a] ?? 0) - (from[b] ?? 0) || until(a) - until(b));
}

/**
 * Finds operations that overlap with another. They are entered in the order in which they began.
 */
class Overlaps {
  /** By place: 1 if the operation overlaps. */
  readonly #marks: Uint8Array;
  readonly #latest = new Map<number, Latest>();

  constructor(operations: number) {
    this.#marks = new Uint8Array(operations);
  }

  get count(): number {
    return this.#marks.reduce((sum, mark) => sum + mark, 0);
  }

  enter({ activeFrom, activeUntil, changes, outcome }: OperationRecord, place: number): void {
    for (const { account } of changes) this.#meet(account, place, activeFrom, activeUntil);
    if (!('reads' in outcome)) return;
    for (const { id } of outcome.reads) this.#meet(id, place, activeFrom, activeUntil);
  }

  #meet(account: number, place: number, from: number, until: number): void {
    const before = this.#latest.get(account);
    if (before === undefined) {
      this.#latest.set(account, { place, endedAt: until, latestEnd: until });
    } else if (before.place !== place) {
      // In this order, an operation overlaps an earlier one if an earlier one has not ended, and a
      // later one if the very next begins before it ends.
      if (before.latestEnd > from) this.#marks[place] = 1;
      if (before.endedAt > from) this.#marks[before.place] = 1;
      before.place = place;
      before.endedAt = until;
      before.latestEnd = Math.max(before.latestEnd, until);
    }
  }
}

/** What has happened on an account so far. */
interface Latest {
  /** The operation that began last: its place, and when it ended. */
  place: number;
  endedAt: number;
  /** When the last of all operations so far ended. */
  latestEnd: number;
}
