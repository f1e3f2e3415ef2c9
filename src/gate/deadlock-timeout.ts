import { errorCode } from '../database/driver-errors.js';
import type { Session } from '../database/session.js';
import type { Statement } from '../database/statement.js';

/** The deadlock_timeout of a statement that may complete a deadlock. */
const SHORT = '1ms';
/**
 * The deadlock_timeout of all other statements. It is long enough that the statement that completed the
 * deadlock detects it first, so the victim is always the same worker. With three or more workers, a deadlock can
 * also be completed by a statement that waited for another worker before, so the timeout must be short.
 */
const LATER = { two: '3s', more: '20ms' };

/**
 * Whether the role may set deadlock_timeout. (Manual 19.12: superusers, and roles with the SET privilege on
 * it)
 * @returns null when it may; else the server's setting, in milliseconds
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

/** How long a schedule may make no progress, if the server detects deadlocks sooner. */
const PATIENCE_MS = 10_000;

/** How long a schedule may make no progress, in ms. @param deadlockTimeoutMs the server's setting; null: race-lab sets it */
export const patienceMs = (deadlockTimeoutMs: number | null): number =>
  Math.max(PATIENCE_MS, 3 * (deadlockTimeoutMs ?? 0));

/** The deadlock_timeout of one session, set for each statement. */
export class DeadlockTimeout {
  readonly #session: Session;
  readonly #later: string;
  #forSession: string;
  /** The value that was set in the current transaction, and ends with it. */
  #forTransaction: string | undefined;

  private constructor(session: Session, later: string) {
    this.#session = session;
    this.#later = later;
    this.#forSession = later;
  }

  /** @param workers how many workers may wait for each other */
  static async start(session: Session, workers: number): Promise<DeadlockTimeout> {
    const later = workers > 2 ? LATER.more : LATER.two;
    await session.script(`set deadlock_timeout = '${later}'`);
    return new DeadlockTimeout(session, later);
  }

  /**
   * Call it before each statement. If the value must change, it sends a SET before the statement, without
   * waiting for the reply.
   * @param mayCloseCircle whether another session waits for this one, so that the statement may complete a
   *   deadlock
   */
  beforeStatement(kind: Statement['kind'], mayCloseCircle: boolean): void {
    // The value of the last transaction ended with it.
    if (kind === 'begin') this.#forTransaction = undefined;
    if (kind === 'begin' || kind === 'commit' || kind === 'rollback') return;
    const wanted = mayCloseCircle ? SHORT : this.#later;
    if (wanted === (this.#forTransaction ?? this.#forSession)) return;
    const local = this.#session.inTransaction;
    if (local) this.#forTransaction = wanted;
    else this.#forSession = wanted;
    // In a failed transaction the server refuses the SET, but then no statement waits either.
    this.#session
      .script(`set ${local ? 'local ' : ''}deadlock_timeout = '${wanted}'`)
      .catch(() => undefined);
  }
}

/** How long a statement with the short timeout is kept until its check has surely ended, in milliseconds. */
const CHECKED_AFTER_MS = 5;

/** The server's search for a deadlock, for the statement that is under way. */
export class DeadlockCheck {
  #isSoon = false;
  /** When the check has ended, as `performance.now()`; 0: it does not wait. */
  endsAt = 0;

  /** A statement is sent. @param isSoon whether the server checks soon after it begins to wait */
  begins(isSoon: boolean): void {
    this.#isSoon = isSoon;
    this.endsAt = 0;
  }

  /** The statement is found waiting. */
  waits(): void {
    if (this.#isSoon && this.endsAt === 0) this.endsAt = performance.now() + CHECKED_AFTER_MS;
  }
}
