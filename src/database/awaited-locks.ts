import { arrayLiteral } from './array-literal.js';
import type { Session } from './session.js';

interface AwaitedLock {
  readonly pid: number;
  /** As in pg_locks. */
  readonly kind: string;
  readonly table: string | null;
  /** The table with a row that the backend has reserved: it waits for the transaction that holds the row. */
  readonly rowOf: string | null;
}

/**
 * What backends wait for, in words: `a row of account`. (Manual 53.13, `pg_locks`)
 * @param session on the database of these backends
 */
export async function readAwaitedLocks(
  session: Session,
  pids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (pids.length === 0) return new Map();
  const locks = await session.query<AwaitedLock>(AWAITED, [arrayLiteral(pids)]);
  return new Map(locks.map((lock) => [lock.pid, inWords(lock)]));
}

function inWords({ kind, table, rowOf }: AwaitedLock): string {
  switch (kind) {
    case 'tuple':
      return `a row of ${table ?? 'a table'}`;
    case 'transactionid':
      return rowOf === null ? 'the end of a transaction' : `a row of ${rowOf}`;
    case 'relation':
      return `the table ${table ?? ''}`.trimEnd();
    case 'advisory':
      return 'an advisory lock';
    default:
      return `a lock (${kind})`;
  }
}

const AWAITED = `
  with here as (
    select locks.*, classes.relname::text as name
      from pg_catalog.pg_locks as locks
      left join pg_catalog.pg_class as classes
        on classes.oid = locks.relation
       and locks.database = (select oid from pg_catalog.pg_database
                              where datname = pg_catalog.current_database())
     where locks.pid = any($1::integer[]))
  select awaited.pid, awaited.locktype as kind, awaited.name as "table",
         (select min(reserved.name) from here as reserved
           where reserved.pid = awaited.pid and reserved.granted and reserved.locktype = 'tuple') as "rowOf"
    from here as awaited
   where not awaited.granted`;
