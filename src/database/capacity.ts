import { EnvironmentError } from '../errors.js';
import type { Session } from './session.js';

/** How many more connections the server accepts, as far as the role can see. */
export interface Capacity {
  /** `max_connections` without the connections that are reserved for superusers and others. */
  readonly allowed: number;
  readonly used: number;
  /** The smallest of what server, database and role still allow. */
  readonly free: number;
}

/** Reads how many more connections this role may open. (Manual 19.3.1, `max_connections`) */
export async function readCapacity(control: Session): Promise<Capacity> {
  const [found] = await control.query<Limits>(CAPACITY);
  if (!found)
    throw new EnvironmentError('the server does not say how many connections it allows', {
      code: 'SERVER_FAILED',
    });
  const allowed = found.max_connections - found.reserved;
  const limits = [
    allowed - found.used,
    limit(found.database_limit, found.database_used),
    limit(found.role_limit, found.role_used),
  ];
  return { allowed, used: found.used, free: Math.max(0, Math.min(...limits)) };
}

interface Limits {
  readonly max_connections: number;
  readonly reserved: number;
  readonly used: number;
  /** -1: no limit; the same for the role. */
  readonly database_limit: number;
  readonly database_used: number;
  readonly role_limit: number;
  readonly role_used: number;
}

/** How many connections a run needs, and what to do when there are too few. */
export interface Need {
  readonly connections: number;
  /** A complete sentence. @param free how many there are, at least 1 */
  readonly remedy: (free: number) => string;
}

/** @throws {EnvironmentError} when the run needs more connections than are free */
export async function requireCapacity(control: Session, need: Need): Promise<void> {
  const { allowed, used, free } = await readCapacity(control);
  if (need.connections <= free) return;
  throw new EnvironmentError(
    `the server allows ${allowed} connections, ${used} are in use, and ${free} more may be ` +
      `opened by this role; the run needs ${need.connections} more`,
    { code: 'TOO_FEW_CONNECTIONS', hint: free === 0 ? NO_ROOM : need.remedy(free) },
  );
}

/** With no free connection, sharing connections does not help. */
const NO_ROOM =
  'Close other connections, or raise the limit of the server, the database or the role: a run needs at least one connection besides its control connection.';

function limit(allowed: number, used: number): number {
  return allowed < 0 ? Number.POSITIVE_INFINITY : allowed - used;
}

// A role without pg_read_all_stats sees other backends, but not their type. Superusers may use the
// reserved connections. So may the roles of `reserved_connections` (16 and newer), but to count
// those connections as taken is the safe assumption.
const CAPACITY = `
  select current_setting('max_connections')::integer as max_connections,
         case when r.rolsuper then 0
              else current_setting('superuser_reserved_connections')::integer
                 + coalesce(current_setting('reserved_connections', true)::integer, 0)
         end as reserved,
         (select count(*)::integer from pg_stat_activity
           where usesysid is not null
             and coalesce(backend_type, 'client backend') = 'client backend') as used,
         case when r.rolsuper then -1 else d.datconnlimit end as database_limit,
         (select count(*)::integer from pg_stat_activity
           where datid = d.oid
             and coalesce(backend_type, 'client backend') = 'client backend') as database_used,
         case when r.rolsuper then -1 else r.rolconnlimit end as role_limit,
         (select count(*)::integer from pg_stat_activity
           where usename = current_user and backend_type = 'client backend') as role_used
    from pg_roles r, pg_database d
   where r.rolname = current_user and d.datname = current_database()`;
