/** Figures that are counted directly. */
import type { Figures, OperationCounts, OperationRecord, Operations } from '../../model.js';

export interface OutcomeCounts extends Pick<
  Figures,
  'retries' | 'retriedOperations' | 'conflicts' | 'failures'
> {
  readonly counts: Omit<OperationCounts, 'overlapping'>;
}

/** Counts outcomes, retries by cause, and failures by cause with the first message of each. */
export function countOutcomes(operations: Iterable<OperationRecord>): OutcomeCounts {
  const outcomes = { committed: 0, refused: 0, failed: 0, indeterminate: 0 };
  const conflicts = new Map<string, number>();
  const failures = new Map<string, { count: number; message: string }>();
  let attempted = 0;
  let retried = 0;
  let retriedOperations = 0;
  for (const { outcome, retries } of operations) {
    attempted += 1;
    outcomes[outcome.kind] += 1;
    retried += retries.length;
    if (retries.length > 0) retriedOperations += 1;
    for (const cause of retries) conflicts.set(cause, (conflicts.get(cause) ?? 0) + 1);
    if (outcome.kind !== 'failed') continue;
    const failure = failures.get(outcome.cause) ?? { count: 0, message: outcome.message };
    failure.count += 1;
    failures.set(outcome.cause, failure);
  }
  return {
    counts: { attempted, ...outcomes },
    retries: retried,
    retriedOperations,
    conflicts: Object.fromEntries(conflicts),
    failures: Object.fromEntries(failures),
  };
}

/** The number of operations that may or may not have committed. */
export function countIndeterminate(operations: Operations): number {
  let open = 0;
  for (const { outcome } of operations) if (outcome.kind === 'indeterminate') open += 1;
  return open;
}
