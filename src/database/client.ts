import type { Kysely } from 'kysely';

import type { Database } from '../model.js';
import { nextTurn } from '../own-timers.js';
import { kyselyOn, never, type SessionUse } from './dialect.js';
import { copiesThroughConnection } from './raw-sql.js';
import { SessionLost } from './session-lost.js';
import type { Session } from './session.js';
import type { SessionPool } from './session-pool.js';
import type { StatementInterceptor, Statement } from './statement.js';

/** What an attempt left unfinished when it ended. */
export interface Leftover {
  /** A statement that the code did not await, or a transaction that it did not end. */
  readonly kind: 'statement' | 'transaction';
  /** The last statement that was sent; null: none, or it is not the unfinished one. */
  readonly sql: string | null;
}

/** More than any attempt sends. An attempt that sends more is in an endless loop. */
const MOST_STATEMENTS = 1_000;

const BOUNDARIES: ReadonlySet<Statement['kind']> = new Set(['begin', 'commit', 'rollback']);

/** An attempt has sent so many statements that it must be in an endless loop. */
export class TooManyStatements extends Error {
  override readonly name = 'TooManyStatements';
  readonly sql: string;

  constructor(sql: string) {
    super(`an attempt has sent ${MOST_STATEMENTS} statements and does not stop`);
    this.sql = sql;
  }
}

/** A COPY from or to the client. The driver turns it into a stream, which race-lab does not support. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
  readonly sql: string;

  constructor(sql: string) {
    super('COPY from or to the client is not supported');
    this.sql = sql;
  }
}

/** Receives what a client does, beside its interceptor. */
export interface ClientListener extends Partial<SessionUse> {
  /** A statement was sent between two attempts, because the code did not await it. */
  late?(sql: string): void;
}

/**
 * One client of the database. Wraps Kysely and tracks its sessions and statements, so that an attempt
 * that leaves something unfinished is detected.
 */
export class Client {
  readonly db: Kysely<Database>;
  readonly #interceptor: StatementInterceptor;
  readonly #listener: ClientListener;
  #isAtWork = false;
  /** No code awaits the statements under way, so their errors are dropped. */
  #isAbandoned = false;
  #underWay = 0;
  #moves = 0;
  #sent: string | null = null;
  #hasWorked = false;
  /** How many statements this attempt has sent. */
  #count = 0;
  #failed: string | null = null;
  /** How many sessions were requested and not acquired yet. */
  #awaited = 0;
  readonly #held = new Set<Session>();
  /** Sessions given back in the middle of a transaction, as after a BEGIN in raw SQL. */
  readonly #unfinished = new Set<Session>();

  constructor(pool: SessionPool, interceptor: StatementInterceptor, listener: ClientListener = {}) {
    this.#interceptor = interceptor;
    this.#listener = listener;
    this.db = kyselyOn(pool, this.#watched, {
      wanted: () => {
        this.#awaited += 1;
      },
      acquired: (waited, session) => {
        this.#awaited -= 1;
        this.#held.add(session);
        this.#unfinished.delete(session);
        this.#listener.acquired?.(waited, session);
      },
      denied: () => {
        this.#awaited -= 1;
      },
      isAbandoned: () => this.#isAbandoned,
      released: (session) => {
        this.#held.delete(session);
        if (session.inTransaction && !session.lost) this.#unfinished.add(session);
        this.#listener.released?.(session);
      },
    });
  }

  /** Whether an attempt left something unfinished: errors of later statements are dropped, too. */
  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  /** Whether an attempt is under way. */
  get isAtWork(): boolean {
    return this.#isAtWork;
  }

  /** How many statements are sent, or held by the interceptor, and not answered yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Grows whenever an attempt begins or ends, or a statement is sent or answered. */
  get moves(): number {
    return this.#moves;
  }

  /** The text of the last statement of this attempt; null before the first. */
  get sent(): string | null {
    return this.#sent;
  }

  /** Whether this attempt has sent anything other than BEGIN, COMMIT and ROLLBACK. */
  get hasWorked(): boolean {
    return this.#hasWorked;
  }

  /** The text of the last statement of this attempt that failed; null: none. */
  get failed(): string | null {
    return this.#failed;
  }

  /** The sessions that the attempt holds, and those that it gave back in the middle of a transaction. */
  get held(): ReadonlySet<Session> {
    return new Set([...this.#held, ...this.#unfinished]);
  }

  /** Whether it waits for a session while it holds one. If the pool has no other, it waits for itself. */
  get awaitsItself(): boolean {
    return this.#awaited > 0 && this.#held.size > 0;
  }

  /** Starts an attempt. */
  begin(): void {
    this.#moves += 1;
    this.#isAtWork = true;
    this.#sent = null;
    this.#hasWorked = false;
    this.#failed = null;
    this.#count = 0;
  }

  /**
   * Ends the attempt.
   * @returns what it left unfinished; null: nothing
   */
  end(): Leftover | null {
    this.#moves += 1;
    this.#isAtWork = false;
    const left = this.#leftover();
    if (left !== null) this.abandon();
    return left;
  }

  /** From now on no code awaits the statements under way or later ones: their errors are dropped. */
  abandon(): void {
    this.#isAbandoned = true;
  }

  #leftover(): Leftover | null {
    const sql = this.#sent;
    if (this.#underWay > 0) return { kind: 'statement', sql };
    const open = [...this.#held, ...this.#unfinished].some((session) => session.inTransaction);
    if (open) return { kind: 'transaction', sql };
    return this.#awaited > 0 || this.#held.size > 0 ? { kind: 'statement', sql: null } : null;
  }

  readonly #watched: StatementInterceptor = async (statement, send) => {
    if (!this.#isAtWork) {
      this.abandon();
      this.#listener.late?.(statement.sql);
    }
    this.#count += 1;
    if (this.#count > MOST_STATEMENTS) throw new TooManyStatements(statement.sql);
    if (copiesThroughConnection(statement.sql)) throw new CopyRefused(statement.sql);
    this.#sent = statement.sql;
    if (!BOUNDARIES.has(statement.kind)) this.#hasWorked = true;
    this.#underWay += 1;
    this.#moves += 1;
    try {
      return await this.#interceptor(statement, send);
    } catch (error) {
      this.#failed = statement.sql;
      // Lets an attempt that does not await this statement end first.
      if (error instanceof SessionLost) await nextTurn();
      if (this.#isAbandoned) return await never();
      throw error;
    } finally {
      this.#underWay -= 1;
      this.#moves += 1;
    }
  };
}
