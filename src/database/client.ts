import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Kysely } from 'kysely';

import type { Database } from '../model.js';
import { kyselyOn, never, type SessionUse } from './dialect.js';
import { copiesThroughConnection } from './raw-sql.js';
import { SessionLost } from './session-lost.js';
import type { Session } from './session.js';
import type { SessionPool } from './session-pool.js';
import type { StatementInterceptor, Statement } from './statement.js';

/** What code that has ended has left undone. */
export interface Leftover {
  /** A statement that nobody waited for, or a transaction that nobody ended. */
  readonly kind: 'statement' | 'transaction';
  /** The last statement that was sent; null: none, or another than the one in question. */
  readonly sql: string | null;
}

/** More than any attempt sends: what comes after is a loop without an end. */
const MOST_STATEMENTS = 1_000;

const BOUNDARIES: ReadonlySet<Statement['kind']> = new Set(['begin', 'commit', 'rollback']);

/** An attempt has sent more statements than any does that ends. */
export class TooManyStatements extends Error {
  override readonly name = 'TooManyStatements';
  readonly sql: string;

  constructor(sql: string) {
    super(`an attempt has sent ${MOST_STATEMENTS} statements, and goes on`);
    this.sql = sql;
  }
}

/** A COPY from or to the client: the driver makes a stream of it, which no statement here is. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
  readonly sql: string;

  constructor(sql: string) {
    super('COPY from or to the client is not supported');
    this.sql = sql;
  }
}

/** Who hears of what a client does, beside its interceptor. */
export interface ClientListener extends Partial<SessionUse> {
  /** A statement was sent between two attempts: one that nobody waited for. */
  late?(sql: string): void;
}

/**
 * One client's way to the database: Kysely, and an account of what is in its hands, so that
 * nothing is left there when an attempt ends.
 */
export class Client {
  readonly db: Kysely<Database>;
  readonly #interceptor: StatementInterceptor;
  readonly #listener: ClientListener;
  #isAtWork = false;
  /** Nobody waits for what is still under way: how it fails is nobody's. */
  #isAbandoned = false;
  #underWay = 0;
  #moves = 0;
  #sent: string | null = null;
  #hasWorked = false;
  /** Statements of this attempt. */
  #count = 0;
  #failed: string | null = null;
  /** Sessions that were asked for, and are not there yet. */
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
      isAbandoned: () => this.#isAbandoned,
      released: (session) => {
        this.#held.delete(session);
        if (session.inTransaction && !session.lost) this.#unfinished.add(session);
        this.#listener.released?.(session);
      },
    });
  }

  /** Whether an attempt is under way. */
  get isAtWork(): boolean {
    return this.#isAtWork;
  }

  /** Statements that are on their way, or held by the interceptor, and not answered yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Grows whenever an attempt begins or ends, and a statement is sent or answered. */
  get moves(): number {
    return this.#moves;
  }

  /** The text of the last statement of this attempt; null before the first. */
  get sent(): string | null {
    return this.#sent;
  }

  /** Whether this attempt has sent anything but the beginnings and ends of transactions. */
  get hasWorked(): boolean {
    return this.#hasWorked;
  }

  /** The text of the last statement of this attempt that the server refused; null when none was. */
  get failed(): string | null {
    return this.#failed;
  }

  /** Whether it waits for a session while it has one: for itself, if there is no other. */
  get awaitsItself(): boolean {
    return this.#awaited > 0 && this.#held.size > 0;
  }

  /** An attempt begins. */
  begin(): void {
    this.#moves += 1;
    this.#isAtWork = true;
    this.#sent = null;
    this.#hasWorked = false;
    this.#failed = null;
    this.#count = 0;
  }

  /**
   * The attempt has ended.
   * @returns what it left undone; null: nothing
   */
  end(): Leftover | null {
    this.#moves += 1;
    this.#isAtWork = false;
    const left = this.#leftover();
    if (left !== null) this.abandon();
    return left;
  }

  /** Nobody waits any more for what is under way, or comes after: it fails for nobody to hear. */
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
      // An attempt that does not wait for this ends first.
      if (error instanceof SessionLost) await nextTurn();
      if (this.#isAbandoned) return await never();
      throw error;
    } finally {
      this.#underWay -= 1;
      this.#moves += 1;
    }
  };
}
