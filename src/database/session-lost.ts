import { errorCode } from './driver-errors.js';

/** The session is gone, and with it whatever was under way. */
export class SessionLost extends Error {
  override readonly name = 'SessionLost';
  /** Whether the lost statement may have committed all the same. */
  readonly committing: boolean;

  constructor(committing: boolean, cause: unknown) {
    super('the connection to the server was lost', { cause });
    this.committing = committing;
  }

  /** What the system, the driver or the server said of it. */
  get reason(): string {
    // As the driver says it: `write CONNECTION_CLOSED /run/.s.PGSQL.5432`.
    if (errorCode(this.cause)?.startsWith('CONNECTION_')) return 'the server closed the connection';
    return this.cause instanceof Error ? this.cause.message : String(this.cause);
  }
}
