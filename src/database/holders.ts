import { errorCode } from './driver-errors.js';
import type { Session } from './session.js';

/** A session that is none of ours, with a lock on a table of a run. */
interface Holder {
  readonly pid: number;
  readonly application: string;
  readonly state: string;
  readonly statement: string;
}

/** The SQLSTATE of a statement that did not get its lock in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Whether a statement of the lab's own did not get a lock in time. */
export const isLockedOut = (error: unknown): boolean => errorCode(error) === LOCK_NOT_AVAILABLE;

/**
 * Who keeps the lab from its own tables.
 * @param schema that of the run; those of its lanes begin with the same name
 * @returns a phrase, such as `server process 4711 (psql, idle in transaction: select …) holds a lock there`
 */
export async function tellHolders(control: Session, schema: string): Promise<string> {
  const holders = await control.query<Holder>(HOLDERS, [schema]).catch(() => []);
  if (holders.length === 0) return 'another session holds a lock there';
  const told = holders.map(({ pid, application, state, statement }) => {
    const what = [application, `${state}: ${statement}`].filter(Boolean).join(', ');
    return `server process ${pid} (${what})`;
  });
  return `${told.join(', ')} ${told.length === 1 ? 'holds a lock' : 'hold locks'} there`;
}

// Sessions of ours are named after the schema. (Manual 54.12, `pg_locks`)
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
