import { Client } from '../database/client.js';
import type { Session } from '../database/session.js';
import { SessionPool } from '../database/session-pool.js';
import type { Gate, Statement, StatementResult } from '../database/statement.js';
import type { Action } from '../model.js';
import type { DeadlockTimeout } from './deadlock-timeout.js';

/** Where a worker is. */
export type Position =
  /** Its code runs; no statement of it is under way. */
  | { readonly kind: 'working' }
  /** Its next action is known, and held until the schedule releases it. */
  | { readonly kind: 'ready'; readonly action: Action; readonly release: () => void }
  /** The server has its statement, and has not answered yet. */
  | { readonly kind: 'sent' }
  /** The server says that its statement waits for a lock of these workers. */
  | { readonly kind: 'waiting'; readonly for: readonly number[] }
  /** It waits in the application for a lock. */
  | { readonly kind: 'queued'; readonly lock: string }
  | { readonly kind: 'done' };

/** Told of a worker's moves. */
export interface Observer {
  /** A worker reached another position. */
  moved(): void;
  /** Its statement is about to be sent. */
  sending(worker: LaneWorker, statement: Statement): void;
  /** Its statement was answered. */
  answered(worker: LaneWorker, answer: Answer): void;
  /** A statement came from an attempt that had ended. */
  sentLate(sql: string): void;
}

/** What came back for a statement. */
export type Answer =
  | ({ readonly kind: 'returned' } & StatementResult<unknown>)
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * One worker of a lane: its session, and the gate below its Kysely that holds each statement until
 * the schedule releases it. It works for one strategy, in one schedule after another.
 */
export class LaneWorker {
  /** From 1. */
  readonly number: number;
  readonly session: Session;
  readonly client: Client;
  readonly deadlockTimeout: DeadlockTimeout | null;
  /** The text of the statement sent last. */
  statement = '';
  #observer: Observer | undefined;
  #position: Position = { kind: 'done' };

  /** @param deadlockTimeout null: the role may not choose when the server looks for a deadlock */
  constructor(number: number, session: Session, deadlockTimeout: DeadlockTimeout | null) {
    this.number = number;
    this.session = session;
    this.deadlockTimeout = deadlockTimeout;
    this.client = new Client(new SessionPool([session]), this.#gate, {
      late: (sql) => this.#observer?.sentLate(sql),
    });
  }

  get position(): Position {
    return this.#position;
  }

  /** Takes part in a schedule: from now on this observer is told. */
  join(observer: Observer): void {
    this.#observer = observer;
    this.#position = { kind: 'working' };
  }

  move(position: Position): void {
    this.#position = position;
    this.#observer?.moved();
  }

  /** Waits until the schedule releases this action. */
  hold(action: Action): Promise<void> {
    return new Promise((resolve) => {
      const release = () => {
        this.move({ kind: 'working' });
        resolve();
      };
      this.move({ kind: 'ready', action, release });
    });
  }

  readonly #gate: Gate = async (statement, send) => {
    const { sql, parameters } = statement;
    await this.hold({ kind: 'statement', sql, parameters });
    this.statement = sql;
    this.#observer?.sending(this, statement);
    this.move({ kind: 'sent' });
    try {
      const result = await send();
      this.#observer?.answered(this, { kind: 'returned', ...result });
      return result;
    } catch (error) {
      this.#observer?.answered(this, { kind: 'failed', error });
      throw error;
    } finally {
      this.move({ kind: 'working' });
    }
  };
}
