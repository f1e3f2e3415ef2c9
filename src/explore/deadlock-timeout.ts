import { errorCode, type Session } from '../database/session.js';

/** A statement that may close a circle of waiting workers looks for one after this. */
const SHORT = '1ms';
/**
 * All others look for a deadlock so late that it is found by the one who closed the circle: in an
 * unhurried world it is the last to wait whom the server ends, and so here, time after time.
 */
const LONG = '3s';

/**
 * Whether the role may choose when the server looks for a deadlock. (Manual 19.12,
 * `deadlock_timeout`: superusers, and who was granted SET on it)
 * @returns null when it may; else the server's own setting, in milliseconds
 */
export async function fixedDeadlockTimeout(control: Session): Promise<number | null> {
  try {
    await control.script(`set deadlock_timeout = '${LONG}'; reset deadlock_timeout`);
    return null;
  } catch (error) {
    if (errorCode(error) !== '42501') throw error;
    const [row] = await control.query<{ ms: number }>(
      `select setting::integer as ms from pg_settings where name = 'deadlock_timeout'`,
    );
    return row?.ms ?? 0;
  }
}

/** The moment at which one session looks for a deadlock, chosen anew for each statement. */
export class DeadlockTimeout {
  readonly #session: Session;
  #forSession: string | undefined;
  /** That of the transaction under way; it ends with it. */
  #forTransaction: string | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** To be called before each statement; what has to be sent goes ahead of it, without waiting. */
  prepare(mayCloseCircle: boolean): void {
    const wanted = mayCloseCircle ? SHORT : LONG;
    if (!this.#session.inTransaction) this.#forTransaction = undefined;
    if (wanted === (this.#forTransaction ?? this.#forSession)) return;
    const local = this.#session.inTransaction;
    if (local) this.#forTransaction = wanted;
    else this.#forSession = wanted;
    // In a failed transaction it is refused; then no statement waits either.
    this.#session
      .script(`set ${local ? 'local ' : ''}deadlock_timeout = '${wanted}'`)
      .catch(() => undefined);
  }
}
