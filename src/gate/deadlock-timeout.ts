import { errorCode } from '../database/driver-errors.js';
import type { Session } from '../database/session.js';
import type { Statement } from '../database/statement.js';
import { nowMs } from '../own-timers.js';

/** The deadlock_timeout of the statements of a session. */
export interface DeadlockTimeouts {
  /** Of a statement that may complete a deadlock. */
  readonly closing: string;
  /** Of all others. */
  readonly usual: string;
}

const SHORT = '1ms';
const LONG = '3s';
/** Of a strategy with three or more workers. */
const FOR_MORE = '20ms';

/**
 * The usual timeout is long enough that the statement that completed a deadlock detects it first, so the victim is
 * always the same worker.
 * @param more the usual timeout for three or more workers: a deadlock can then also be completed by a statement
 *   that waited for another worker before, so it must be short
 */
export const timeoutsFor = (workers: number, more: string): DeadlockTimeouts => ({
  closing: SHORT,
  usual: workers > 2 ? more : LONG,
});

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
  readonly #timeouts: DeadlockTimeouts;
  readonly #setting: TimeoutSetting;

  private constructor(session: Session, timeouts: DeadlockTimeouts) {
    this.#session = session;
    this.#timeouts = timeouts;
    this.#setting = new TimeoutSetting(timeouts.usual);
  }

  /** @param workers how many workers may wait for each other */
  static async start(session: Session, workers: number): Promise<DeadlockTimeout> {
    const timeouts = timeoutsFor(workers, FOR_MORE);
    await session.script(`set deadlock_timeout = '${timeouts.usual}'`);
    return new DeadlockTimeout(session, timeouts);
  }

  /**
   * Call it before each statement. If the value must change, it sends a SET before the statement, without
   * waiting for the reply.
   * @param mayCloseCircle whether another session waits for this one, so that the statement may complete a
   *   deadlock
   */
  beforeStatement(kind: Statement['kind'], mayCloseCircle: boolean): void {
    if (kind === 'begin') this.#setting.transactionEnded();
    if (kind === 'begin' || kind === 'commit' || kind === 'rollback') return;
    const wanted = mayCloseCircle ? this.#timeouts.closing : this.#timeouts.usual;
    const change = this.#setting.change(wanted, this.#session.inTransaction ? 'T' : 'I');
    // In a failed transaction the server refuses the SET, but then no statement waits either.
    if (change !== null) this.#session.script(change).catch(() => undefined);
  }
}

/** Statements of a client that change deadlock_timeout, or end what was set in a part of a transaction. */
const UNDOES = {
  outside: /^\s*(?:discard|reset)\b|\bdeadlock_timeout\b/i,
  inTransaction: /^\s*(?:rollback|commit|end)\b|\bdeadlock_timeout\b/i,
};

/** The deadlock_timeout of one session, as far as it was set. */
export class TimeoutSetting {
  /** Null: not known. */
  #forSession: string | null;
  /** The value that was set in the current transaction, and ends with it; null: not known, undefined: none was set. */
  #forTransaction: string | null | undefined;

  /** @param usual the value of a new session */
  constructor(usual: string) {
    this.#forSession = usual;
  }

  transactionEnded(): void {
    this.#forTransaction = undefined;
  }

  /** The client has carried out a statement. @param status of the transaction after it, as in ReadyForQuery */
  noteStatement(sql: string, status: string): void {
    if (status === 'I') {
      if (UNDOES.outside.test(sql)) this.#forSession = null;
    } else if (UNDOES.inTransaction.test(sql)) {
      this.#forTransaction = null;
    }
  }

  /**
   * @param status of the transaction, as in ReadyForQuery
   * @returns the statement that sets the wanted value; null: it need not be set
   */
  change(wanted: string, status: string): string | null {
    const present = this.#forTransaction === undefined ? this.#forSession : this.#forTransaction;
    // A failed transaction refuses it, but then no statement waits either.
    if (status === 'E' || wanted === present) return null;
    const isLocal = status === 'T';
    if (isLocal) this.#forTransaction = wanted;
    else this.#forSession = wanted;
    return `set ${isLocal ? 'local ' : ''}deadlock_timeout = '${wanted}'`;
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
    if (this.#isSoon && this.endsAt === 0) this.endsAt = nowMs() + CHECKED_AFTER_MS;
  }
}
