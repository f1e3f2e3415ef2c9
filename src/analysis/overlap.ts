/** How much of a race was a race. */
import type { OperationRecord } from '../model.js';

/**
 * Counts the operations that overlapped in time with another on the same account, whether to
 * read or to write it. Times are half-open: an operation that begins in the moment in which
 * another ends does not overlap it. An operation counts once, on however many accounts.
 */
export function countOverlapping(operations: readonly OperationRecord[]): number {
  // Ties by end, so that an operation of no length comes before those that begin with it.
  const sorted = operations.toSorted(
    (a, b) => a.activeFrom - b.activeFrom || a.activeUntil - b.activeUntil,
  );
  const overlapping = new Uint8Array(sorted.length);
  const seen = new Map<number, Seen>();
  sorted.forEach((operation, index) => {
    const meet = (account: number) => {
      const before = seen.get(account);
      if (before === undefined) {
        seen.set(account, {
          index,
          endedAt: operation.activeUntil,
          latestEnd: operation.activeUntil,
        });
      } else if (before.index !== index) {
        // In order of beginning, an operation overlaps those before it if one is still going on,
        // and those after it if the very next begins before it ends.
        if (before.latestEnd > operation.activeFrom) overlapping[index] = 1;
        if (before.endedAt > operation.activeFrom) overlapping[before.index] = 1;
        before.index = index;
        before.endedAt = operation.activeUntil;
        before.latestEnd = Math.max(before.latestEnd, operation.activeUntil);
      }
    };
    for (const { account } of operation.changes) meet(account);
    if ('reads' in operation.outcome) for (const { id } of operation.outcome.reads) meet(id);
  });
  return overlapping.reduce((count, mark) => count + mark, 0);
}

/** What has happened on an account so far. */
interface Seen {
  /** The operation that began last: its place in the order of beginning, and when it ended. */
  index: number;
  endedAt: number;
  /** When the last of all operations so far ended. */
  latestEnd: number;
}
