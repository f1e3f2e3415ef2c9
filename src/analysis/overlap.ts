/** How much of a race was a race. */
import type { Operations } from '../model.js';

/**
 * Counts the operations that overlapped in time with another on the same account, whether to
 * read or to write it. Times are half-open: an operation that begins in the moment in which
 * another ends does not overlap it. An operation counts once, on however many accounts.
 */
export function countOverlapping(operations: Operations): number {
  const overlapping = new Uint8Array(operations.length);
  const seen = new Map<number, Seen>();
  for (const index of byBeginning(operations)) {
    const operation = operations.at(index);
    if (operation === undefined) continue;
    const { activeFrom, activeUntil, changes, outcome } = operation;
    const meet = (account: number) => {
      const before = seen.get(account);
      if (before === undefined) {
        seen.set(account, { index, endedAt: activeUntil, latestEnd: activeUntil });
      } else if (before.index !== index) {
        // In order of beginning, an operation overlaps those before it if one is still going on,
        // and those after it if the very next begins before it ends.
        if (before.latestEnd > activeFrom) overlapping[index] = 1;
        if (before.endedAt > activeFrom) overlapping[before.index] = 1;
        before.index = index;
        before.endedAt = activeUntil;
        before.latestEnd = Math.max(before.latestEnd, activeUntil);
      }
    };
    for (const { account } of changes) meet(account);
    if ('reads' in outcome) for (const { id } of outcome.reads) meet(id);
  }
  return overlapping.reduce((count, mark) => count + mark, 0);
}

/**
 * The operations' places, in the order in which they began; ties by end, so that an operation of no
 * length comes before those that begin with it.
 */
function byBeginning(operations: Operations): readonly number[] {
  const from = new Float64Array(operations.length);
  const places: number[] = [];
  for (const { activeFrom } of operations) {
    from[places.length] = activeFrom;
    places.push(places.length);
  }
  const until = (place: number) => operations.at(place)?.activeUntil ?? 0;
  return places.toSorted((a, b) => (from[a] ?? 0) - (from[b] ?? 0) || until(a) - until(b));
}

/** What has happened on an account so far. */
interface Seen {
  /** The operation that began last: its place, and when it ended. */
  index: number;
  endedAt: number;
  /** When the last of all operations so far ended. */
  latestEnd: number;
}
