import { errorCode } from './driver-errors.js';

/** The session was lost, with its statements under way. */
export class SessionLost extends Error {
  override readonly name = 'SessionLost';
  /** Whether the lost statement may have committed. */
  readonly committing: boolean;

  constructor(committing: boolean, cause: unknown) {
    super('the connection to the server was lost', { cause });
    this.committing = committing;
  }

  /** The reason from the system, the driver or the server. */
  get reason(): string {
    // The driver's own text is `write CONNECTION_CLOSED /run/.s.PGSQL.5432`.
    if (errorCode(this.cause)?.startsWith('CONNECTION_')) return 'the server closed the connection';
    return this.cause instanceof Error ? this.cause.message : String(this.cause);
  }
}
