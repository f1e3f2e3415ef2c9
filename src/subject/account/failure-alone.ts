import { scheduleOf, type ScheduleRun, switchesIn } from '../../explore/schedule.js';
import type { AccountEnd } from '../../judge/account/schedule-judge.js';
import type { Strategy } from '../../model.js';

/** How an operation failed although no other worker was in the way. */
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
 */
export function failureAlone(
  { choices, end: { operations, refusedStatements } }: ScheduleRun<AccountEnd>,
  { sqlstates }: Pick<Strategy, 'sqlstates'>,
): FailureAlone | null {
  const schedule = scheduleOf(choices);
  if (switchesIn(schedule) >= new Set(schedule).size) return null;
  for (const { worker, outcome } of operations) {
    if (outcome.kind !== 'failed' || !SQLSTATE.test(outcome.cause)) continue;
    const { cause, message } = outcome;
    if (sqlstates[cause] === 'retry') continue;
    return { cause, message, sql: refusedStatements[worker - 1] ?? null };
  }
  return null;
}

/** Not a lost connection, nor a conflict. */
const SQLSTATE = /^[0-9A-Z]{5}$/;
