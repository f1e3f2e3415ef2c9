import { errorCode } from './driver-errors.js';
import type { Session } from './session.js';

/** A session of another program that holds a lock on a table of a run. */
interface Holder {
  readonly pid: number;
  readonly application: string;
  readonly state: string;
  readonly statement: string;
}

/** SQLSTATE lock_not_available: `lock_timeout` cancelled the statement. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Whether a statement of race-lab itself did not get a lock in time. */
export const isLockedOut = (error: unknown): boolean => errorCode(error) === LOCK_NOT_AVAILABLE;

/**
 * Finds the sessions that hold a lock on race-lab's own tables.
 * @param schema the run's schema; the schemas of its lanes begin with the same name
 * @returns a phrase, such as `server process 4711 (psql, idle in transaction: select …) holds a lock there`
 */
export async function tellHolders(control: Session, schema: string): Promise<string> {
  const holders = await control.query<Holder>(HOLDERS, [schema]).catch(() => []);
  if (holders.length === 0) return 'another session holds a lock there';
  const named = holders.map(({ pid, application, state, statement }) => {
    const what = [application, `${state}: ${statement}`].filter(Boolean).join(', ');
    return `server process ${pid} (${what})`;
  });
  return `${named.join(', ')} ${named.length === 1 ? 'holds a lock' : 'hold locks'} there`;
}

// The application_name of race-lab's own sessions contains the schema. (Manual 54.12, `pg_locks`)
const HOLDERS = `
  select distinct a.pid,
         left(a.application_name, 40) as application,
         coalesce(a.state, a.backend_type, 'unknown') as state,
         left(regexp_replace(coalesce(a.query, ''), '\\s+', ' ', 'g'), 80) as statement
    from pg_locks l
    join pg_class c on c.oid = l.relation
    join pg_namespace n on n.oid = c.relnamespace
    join pg_stat_activity a on a.pid = l.pid
   where l.granted
     and n.nspname ^@ $1
     and a.pid <> pg_backend_pid()
     and not a.application_name ^@ ('race-lab ' || $1)
   order by a.pid
   limit 5`;
