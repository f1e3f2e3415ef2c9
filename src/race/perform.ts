import type { Account, Outcome, RetryCause } from '../model.js';
import type { Attempt } from './attempt.js';

/** An operation that was carried out. */
export interface OperationResult {
  /** The cause of each retry, in order. */
  readonly retries: readonly RetryCause[];
  readonly outcome: Outcome;
}

/**
 * Carries out one operation: attempt after attempt, until one ends for good or there may be no
 * other.
 * @param mayRetry told how many retries there were; may pause before it answers
 */
export async function perform(
  attemptOnce: () => Promise<Attempt>,
  mayRetry: (retriesSoFar: number) => Promise<boolean> | boolean,
): Promise<OperationResult> {
  const retries: RetryCause[] = [];
  for (;;) {
    const ended = outcomeOf(await attemptOnce());
    if (ended.kind !== 'retry') return { retries, outcome: ended };
    if (!(await mayRetry(retries.length))) {
      return { retries, outcome: { ...ended, kind: 'failed' } };
    }
    retries.push(ended.cause);
  }
}

/** Why an operation failed whose session was lost before it could commit. */
export const LOST_CONNECTION = 'connection';

type AttemptOutcome =
  Outcome | { readonly kind: 'retry'; readonly cause: string; readonly message: string };

function outcomeOf({ end, reads }: Attempt): AttemptOutcome {
  switch (end.kind) {
    case 'committed':
      return { kind: 'committed', reads: reads.map(copyOf), writes: end.writes ?? null };
    case 'refused':
      return { kind: 'refused', reads: reads.map(copyOf) };
    case 'lost':
      return end.committing
        ? { kind: 'indeterminate', reads: reads.map(copyOf) }
        : { kind: 'failed', cause: LOST_CONNECTION, message: end.message };
    case 'failed':
    case 'retry':
      return end;
    default:
      return end satisfies never;
  }
}

/** What the analysis needs of a row; a strategy may have selected more. */
function copyOf({ id, balance, version }: Account): Account {
  return { id, balance, version };
}
