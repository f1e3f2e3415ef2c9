/** How much of a race was a race. */
import type { OperationRecord } from '../model.js';

/**
 * Counts the operations that overlapped in time with another on the same account, whether to
 * read or to write it. Times are half-open: an operation that begins in the moment in which
 * another ends does not overlap it. An operation counts once, on however many accounts.
 */
export function countOverlapping(operations: readonly OperationRecord[]): number {
  const overlapping = new Set<OperationRecord>();
  for (const onAccount of byAccount(operations).values()) {
    // Ties by end, so that an operation of no length comes before those that begin with it.
    onAccount.sort((a, b) => a.startedAt - b.startedAt || a.endedAt - b.endedAt);
    markOverlapping(onAccount, overlapping);
  }
  return overlapping.size;
}

/** In order of beginning, one overlaps if an earlier one is still going on, or the next begins. */
function markOverlapping(sorted: readonly OperationRecord[], found: Set<OperationRecord>): void {
  let latestEnd = Number.NEGATIVE_INFINITY;
  sorted.forEach((operation, index) => {
    const { startedAt, endedAt } = operation;
    const next = sorted[index + 1];
    if (latestEnd > startedAt || (next !== undefined && next.startedAt < endedAt)) {
      found.add(operation);
    }
    latestEnd = Math.max(latestEnd, endedAt);
  });
}

function byAccount(operations: readonly OperationRecord[]): Map<number, OperationRecord[]> {
  const accounts = new Map<number, OperationRecord[]>();
  for (const operation of operations) {
    for (const account of accountsOf(operation)) {
      const others = accounts.get(account);
      if (others === undefined) accounts.set(account, [operation]);
      else others.push(operation);
    }
  }
  return accounts;
}

/** The accounts that an operation was about, each once. */
function accountsOf({ changes, outcome }: OperationRecord): Iterable<number> {
  const accounts = new Set<number>();
  for (const { account } of changes) accounts.add(account);
  if ('reads' in outcome) for (const { id } of outcome.reads) accounts.add(id);
  return accounts;
}
