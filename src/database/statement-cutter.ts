/**
 * Stops data-changing statements between their snapshot and the first row that they read: a trigger waits for an
 * advisory lock that race-lab holds.
 */
import { OWN_SCHEMA, type CatalogTable } from './snapshot/catalog.js';
import type { Session } from './session.js';

/** The first part of the keys of the locks: outside a transaction, and in one. The second is the pid of the backend. */
const LOCKS = { outside: 1_380_012_869, inTransaction: 1_380_012_870 };

/**
 * Creates the trigger on all tables.
 * @param sqlstate of the message by which a statement says that it has stopped
 */
export async function installCuts(
  session: Session,
  tables: readonly Pick<CatalogTable, 'identifier'>[],
  sqlstate: string,
): Promise<void> {
  const backend = 'pg_catalog.pg_backend_pid()';
  const waitFor = (lock: number) => `
    if not pg_catalog.pg_try_advisory_lock_shared(${lock}, ${backend}) then
      raise info using message = 'race-lab: cut', errcode = '${sqlstate}';
      perform pg_catalog.pg_advisory_lock_shared(${lock}, ${backend});
    end if;
    perform pg_catalog.pg_advisory_unlock_shared(${lock}, ${backend});`;
  // Each statement has a snapshot of its own outside a transaction, and in READ COMMITTED ones. (Manual 13.2)
  await session.script(`
    create function ${OWN_SCHEMA}.cut() returns trigger language plpgsql as $race_lab$
    begin
      ${waitFor(LOCKS.outside)}
      if pg_catalog.current_setting('transaction_isolation') = 'read committed' then
        ${waitFor(LOCKS.inTransaction)}
      end if;
      return null;
    end $race_lab$`);
  for (const { identifier } of tables) {
    await session.script(`
      create trigger race_lab_cut before insert or update or delete on ${identifier}
        for each statement execute function ${OWN_SCHEMA}.cut()`);
  }
}

/** The locks that statements wait for. */
export class CutLocks {
  readonly #session: Session;

  /** @param session in the same database; it keeps the locks */
  constructor(session: Session) {
    this.#session = session;
  }

  /** The next data-changing statement of a backend will stop. */
  async hold(backend: number, inTransaction: boolean): Promise<void> {
    await this.#session.query(`select pg_advisory_lock(${lockFor(inTransaction)}, ${backend})`);
  }

  /** Lets it go on. */
  async letGo(backend: number, inTransaction: boolean): Promise<void> {
    await this.#session.query(`select pg_advisory_unlock(${lockFor(inTransaction)}, ${backend})`);
  }
}

const lockFor = (inTransaction: boolean): number =>
  inTransaction ? LOCKS.inTransaction : LOCKS.outside;
