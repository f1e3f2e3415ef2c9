import { errorCode } from '../database/driver-errors.js';
import type { Session } from '../database/session.js';
import type { Statement } from '../database/statement.js';

/** A statement that may close a circle of waiting workers looks for one after this. */
const SHORT = '1ms';
/**
 * All others look for one so late that it is found by the one who closed the circle: the same
 * worker, time after time. Among three and more a circle can also be closed by a statement that had
 * waited for somebody else before; it should not take long either.
 */
const LATER = { two: '3s', more: '20ms' };

/**
 * Whether the role may choose when the server looks for a deadlock. (Manual 19.12,
 * `deadlock_timeout`: superusers, and who was granted SET on it)
 * @returns null when it may; else the server's own setting, in milliseconds
 */
export async function fixedDeadlockTimeout(control: Session): Promise<number | null> {
  try {
    await control.script(`set deadlock_timeout = '${SHORT}'; reset deadlock_timeout`);
    return null;
  } catch (error) {
    if (errorCode(error) !== '42501') throw error;
    const [row] = await control.query<{ ms: number }>(
      `select setting::integer as ms from pg_settings where name = 'deadlock_timeout'`,
    );
    return row?.ms ?? 0;
  }
}

/** A schedule may stand still for so long, if the server is no slower to find a deadlock. */
const PATIENCE_MS = 10_000;

/** How long nothing may move, where a deadlock takes the server so long; null: where we choose. */
export const patienceMs = (deadlockTimeoutMs: number | null): number =>
  Math.max(PATIENCE_MS, 3 * (deadlockTimeoutMs ?? 0));

/** The moment at which one session looks for a deadlock, chosen anew for each statement. */
export class DeadlockTimeout {
  readonly #session: Session;
  readonly #later: string;
  #forSession: string;
  /** That of the transaction under way; it ends with it. */
  #forTransaction: string | undefined;

  private constructor(session: Session, later: string) {
    this.#session = session;
    this.#later = later;
    this.#forSession = later;
  }

  /** @param workers how many there are that may wait for each other */
  static async start(session: Session, workers: number): Promise<DeadlockTimeout> {
    const later = workers > 2 ? LATER.more : LATER.two;
    await session.script(`set deadlock_timeout = '${later}'`);
    return new DeadlockTimeout(session, later);
  }

  /**
   * To be called before each statement; what has to be sent goes ahead of it, without waiting.
   * @param mayCloseCircle whether another session waits for this one
   */
  beforeStatement(kind: Statement['kind'], mayCloseCircle: boolean): void {
    // What was set in the transaction before ended with it.
    if (kind === 'begin') this.#forTransaction = undefined;
    if (kind === 'begin' || kind === 'commit' || kind === 'rollback') return;
    const wanted = mayCloseCircle ? SHORT : this.#later;
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
