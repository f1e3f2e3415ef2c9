import { errorCode } from './driver-errors.js';

/** The reason why race-lab gives a session up: the server did not answer in time. */
export class AnswerLate extends Error {
  /** @param ms how long race-lab waited, in milliseconds */
  constructor(ms: number) {
    super(`the server has not answered for ${ms / 1000} s`);
  }
}

/** The session was lost, with its statements under way. */
export class SessionLost extends Error {
  override readonly name = 'SessionLost';
  /** Whether the lost statement may have committed. */
  readonly committing: boolean;

  constructor(committing: boolean, cause: unknown) {
    super('the connection to the server was lost', { cause });
    this.committing = committing;
  }

  /** Whether the server did not answer in time. Otherwise the connection ended. */
  get isLate(): boolean {
    return this.cause instanceof AnswerLate;
  }

  /** The reason from the system, the driver or the server. */
  get reason(): string {
    // The driver's own text is `write CONNECTION_CLOSED /run/.s.PGSQL.5432`.
    if (errorCode(this.cause)?.startsWith('CONNECTION_')) return 'the server closed the connection';
    return this.cause instanceof Error ? this.cause.message : String(this.cause);
  }
}
