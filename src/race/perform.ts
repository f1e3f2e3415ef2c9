import type { Account, Outcome, RetryCause } from '../model.js';
import type { Attempt } from './attempt.js';

/** The result of one operation. */
export interface OperationResult {
  /** The cause of each retry, in order. */
  readonly retries: readonly RetryCause[];
  readonly outcome: Outcome;
}

/**
 * Carries out one operation: repeats attempts until one does not ask for a retry, or no retry is allowed.
 * @param mayRetry receives the number of retries so far; may pause before it answers
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

/** The cause when an operation failed because its session was lost before it could commit. */
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

/** Copies only the columns that the judge needs, because a strategy may select more. */
function copyOf({ id, balance, version }: Account): Account {
  return { id, balance, version };
}
