import { nowMs, sleep } from '../own-timers.js';
import { arrayLiteral } from './array-literal.js';
import type { Session } from './session.js';

/** What a backend does: its statement, and what it waits for. */
export interface Wait {
  readonly pid: number;
  readonly state: string;
  /** `type: event` of pg_stat_activity, or null when it is running. */
  readonly waitsFor: string | null;
  readonly blockedBy: readonly number[];
  readonly statement: string;
}

/** Asks the server what the given backends do. (Manual 27.2.3, `pg_stat_activity`) */
export async function readWaits(
  control: Session,
  pids: readonly number[],
): Promise<readonly Wait[]> {
  return control.query<Wait>(
    `select pid,
            coalesce(state, 'unknown') as state,
            wait_event_type || ': ' || wait_event as "waitsFor",
            to_json(pg_blocking_pids(pid)) as "blockedBy",
            left(coalesce(query, ''), 200) as statement
       from pg_stat_activity
      where pid = any($1::integer[])
      order by pid`,
    [arrayLiteral(pids)],
  );
}

/**
 * Cancels the statements of all backends that wait for a lock, except the one that has waited longest. That
 * one gets its lock when the others release theirs.
 */
export async function cancelQueued(control: Session, pids: readonly number[]): Promise<void> {
  await control.query(
    `select pg_cancel_backend(pid)
       from (select pid
               from pg_stat_activity
              where pid = any($1::integer[]) and wait_event_type = 'Lock'
              order by query_start
             offset 1) as behind_the_first`,
    [arrayLiteral(pids)],
  );
}

const GONE_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 20;

/**
 * Ends the backends of broken connections. Such a backend may continue, wait for its lock, and then
 * commit.
 * @returns whether all are gone
 */
export async function endBackends(control: Session, pids: readonly number[]): Promise<boolean> {
  const deadline = nowMs() + GONE_WITHIN_MS;
  while (nowMs() < deadline) {
    const left = await control.query(
      `select pid, pg_terminate_backend(pid) from pg_stat_activity
        where pid = any($1::integer[]) and application_name like 'race-lab %'
          and usename = current_user`,
      [arrayLiteral(pids)],
    );
    if (left.length === 0) return true;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}
