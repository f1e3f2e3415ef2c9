/** How much of a race was a race. */
import type { OperationRecord, Operations } from '../../model.js';

/** How many operations overlapped in time with another on the same account. */
export interface Overlap {
  /** Of all operations, whatever became of them. */
  readonly all: number;
  /** Of those that committed: with another one that committed. */
  readonly committed: number;
}

/**
 * Counts the operations that overlapped in time with another on the same account, whether to
 * read or to write it. Times are half-open: an operation that begins in the moment in which
 * another ends does not overlap it. An operation counts once, on however many accounts.
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
 * The operations' places, in the order in which they began; ties by end, so that an operation of no
 * length comes before those that begin with it.
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

/** Operations that overlap with another, found as they are entered in the order of their beginning. */
class Overlaps {
  /** By place: whether it overlaps. */
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
      // In order of beginning, an operation overlaps those before it if one is still going on,
      // and those after it if the very next begins before it ends.
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
