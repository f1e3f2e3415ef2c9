import { scheduleOf, type ScheduleRun, switchesIn } from '../../explore/schedule.js';
import type { AccountEnd } from '../../judge/account/schedule-judge.js';
import type { Strategy } from '../../model.js';

/** The failure of an operation without interference from other workers. */
export interface FailureAlone {
  /** An SQLSTATE that the strategy does not expect. */
  readonly cause: string;
  readonly message: string;
  /** The statement that failed; null: unknown. */
  readonly sql: string | null;
}

/**
 * The first failure of a schedule that ran one worker after the other. Null when nothing failed, or when the
 * workers' statements interleave. Failures with a retried SQLSTATE do not count, because their cause is not the
 * statement itself.
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

/** Excludes a lost connection and a conflict. */
const SQLSTATE = /^[0-9A-Z]{5}$/;
