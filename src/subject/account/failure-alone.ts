import type { Strategy } from '../../model.js';
import type { Lane } from './lane.js';
import { scheduleOf, switchesIn, type ScheduleRun } from '../../explore/run-schedule.js';

/** How an operation failed that nobody was in the way of. */
export interface FailureAlone {
  /** An SQLSTATE that the strategy does not expect. */
  readonly cause: string;
  readonly message: string;
  /** The statement that the server refused; null when that is not known. */
  readonly sql: string | null;
}

/**
 * The first failure of a schedule in which workers only took turns; null without any, and of a
 * schedule in which one came between another one's statements. What is retried, in vain, has
 * another reason than the statement.
 * @param lane where it was just run
 */
export function failureAlone(
  run: ScheduleRun,
  { workers }: Pick<Lane, 'workers'>,
  { sqlstates }: Pick<Strategy, 'sqlstates'>,
): FailureAlone | null {
  const schedule = scheduleOf(run);
  if (switchesIn(schedule) >= new Set(schedule).size) return null;
  for (const { worker, outcome } of run.operations) {
    if (outcome.kind !== 'failed' || !SQLSTATE.test(outcome.cause)) continue;
    const { cause, message } = outcome;
    if (sqlstates[cause] === 'retry') continue;
    return { cause, message, sql: workers[worker - 1]?.client.failed ?? null };
  }
  return null;
}

/** Not a lost connection, nor a conflict. */
const SQLSTATE = /^[0-9A-Z]{5}$/;
