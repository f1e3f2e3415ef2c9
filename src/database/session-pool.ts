import { SessionLost } from './session-lost.js';
import type { Session } from './session.js';

/**
 * A pool that lends each session to one user at a time, first come, first served. A worker with a session
 * of its own has a pool of one. With the option `connections`, all workers share one pool.
 */
export class SessionPool {
  readonly #idle: Session[];
  readonly #waiting: { take(session: Session): void; fail(error: SessionLost): void }[] = [];
  #usable: number;

  constructor(sessions: readonly Session[]) {
    this.#idle = [...sessions];
    this.#usable = sessions.length;
  }

  /** Whether no session is idle, so that {@link acquire} has to wait. */
  get isExhausted(): boolean {
    return this.#idle.length === 0;
  }

  /** @throws {SessionLost} when no usable session is left */
  async acquire(): Promise<Session> {
    for (let session = this.#idle.shift(); session; session = this.#idle.shift()) {
      if (!session.lost) return session;
      this.#usable -= 1;
    }
    if (this.#usable === 0) throw noneLeft();
    return new Promise((take, fail) => {
      this.#waiting.push({ take, fail });
    });
  }

  /** Adds a session, for example in place of one that was lost. */
  add(session: Session): void {
    this.#usable += 1;
    this.release(session);
  }

  release(session: Session): void {
    if (session.lost) {
      this.#usable -= 1;
      if (this.#usable === 0) for (const waiter of this.#waiting.splice(0)) waiter.fail(noneLeft());
      return;
    }
    const next = this.#waiting.shift();
    if (next) next.take(session);
    else this.#idle.push(session);
  }
}

function noneLeft(): SessionLost {
  return new SessionLost(false, new Error('no connection is left'));
}
