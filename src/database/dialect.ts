import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';

import type { Database } from '../model.js';
import { nextTurn } from '../own-timers.js';
import { kindOfRaw } from './raw-sql.js';
import type { Session } from './session.js';
import type { SessionPool } from './session-pool.js';
import type { StatementInterceptor, Statement, StatementResult } from './statement.js';

/** The server answered COMMIT with ROLLBACK, because an earlier statement had failed. */
export class RollbackError extends Error {
  override readonly name = 'RolledBack';
  readonly code = '25P02';

  constructor() {
    super('COMMIT was answered with ROLLBACK: a statement of the transaction had failed');
  }
}

/**
 * Kysely on race-lab's own sessions, with prepared statements. Every statement passes the interceptor,
 * including BEGIN and COMMIT.
 */
export function kyselyOn(
  pool: SessionPool,
  interceptor: StatementInterceptor = letPass,
  use: SessionUse = ignored,
): Kysely<Database> {
  return new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new SessionDriver(pool, interceptor, use),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

/** Receives when a session is taken from the pool and given back. */
export interface SessionUse {
  /** A session is requested. Called before any wait for it. */
  wanted?(): void;
  /** @param waited whether all sessions were in use, so that the request had to wait */
  acquired(waited: boolean, session: Session): void;
  /** No session can be had: all are lost. */
  denied?(): void;
  /** Whether no code awaits the statements under way any more. */
  isAbandoned?(): boolean;
  released(session: Session): void;
}

const ignored: SessionUse = { acquired: () => {}, released: () => {} };

/** Takes the place of an error that no code awaits: an unhandled rejection would end the process. */
export const never = (): Promise<never> => new Promise(() => {});

const letPass: StatementInterceptor = (_statement, send) => send();

class SessionDriver implements Driver {
  readonly #pool: SessionPool;
  readonly #interceptor: StatementInterceptor;
  readonly #use: SessionUse;
  #last: InterceptedConnection | undefined;

  constructor(pool: SessionPool, interceptor: StatementInterceptor, use: SessionUse) {
    this.#pool = pool;
    this.#interceptor = interceptor;
    this.#use = use;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<InterceptedConnection> {
    this.#use.wanted?.();
    const waited = this.#pool.isExhausted;
    const session = await this.#pool.acquire().catch(async (error: unknown) => {
      this.#use.denied?.();
      // Lets an attempt that does not await this session end first.
      await nextTurn();
      if (this.#use.isAbandoned?.()) return never();
      throw error;
    });
    this.#use.acquired(waited, session);
    return this.#connectionOn(session);
  }

  /** Returns the last connection again for the same session, because Kysely keeps every connection that it sees. */
  #connectionOn(session: Session): InterceptedConnection {
    if (this.#last?.session !== session)
      this.#last = new InterceptedConnection(session, this.#interceptor);
    return this.#last;
  }

  async beginTransaction(
    connection: InterceptedConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    const access = settings.accessMode ? ` ${settings.accessMode}` : '';
    await connection.begin(`begin${level}${access}`);
  }

  async commitTransaction(connection: InterceptedConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: InterceptedConnection): Promise<void> {
    await connection.rollback();
  }

  async releaseConnection(connection: InterceptedConnection): Promise<void> {
    // Records the time before the session is free, so that the next user's time is never earlier.
    this.#use.released(connection.session);
    this.#pool.release(connection.session);
  }

  async destroy(): Promise<void> {}
}

class InterceptedConnection implements DatabaseConnection {
  readonly session: Session;
  readonly #interceptor: StatementInterceptor;
  /** Whether a COMMIT was sent and has not succeeded. */
  #mayBeOpen = false;

  constructor(session: Session, interceptor: StatementInterceptor) {
    this.session = session;
    this.#interceptor = interceptor;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { parameters } = query;
    const result = await this.#send<R>({ kind: kindOf(query), sql: intern(query.sql), parameters });
    return {
      rows: [...result.rows],
      numAffectedRows: BigInt(result.count),
    };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not supported: a strategy reads a handful of rows');
  }

  async begin(sql: string): Promise<void> {
    const statement: Statement = { kind: 'begin', sql, parameters: [] };
    await this.#interceptor(statement, async () => this.session.begin(statement));
  }

  async commit(): Promise<void> {
    this.#mayBeOpen = true;
    const result = await this.#send({ kind: 'commit', sql: 'commit', parameters: [] });
    this.#mayBeOpen = false;
    if (result.command === 'ROLLBACK') throw new RollbackError();
  }

  async rollback(): Promise<void> {
    // After a failed COMMIT there may be no transaction left. The server then only sends a warning.
    const isOpen = this.session.inTransaction || this.#mayBeOpen;
    this.#mayBeOpen = false;
    if (!isOpen || this.session.lost) return;
    await this.#send({ kind: 'rollback', sql: 'rollback', parameters: [] });
  }

  #send<R>(statement: Statement): Promise<StatementResult<R>> {
    return this.#interceptor(statement, () => this.session.send<R>(statement));
  }
}

const interned = new Map<string, string>();
/** A limit, because a strategy that writes values into its SQL has a new text for each value. */
const MOST_TEXTS = 1_000;
const LONGEST_TEXT = 4_000;

/**
 * Returns the same string object for equal texts. Kysely concatenates each text from dozens of pieces,
 * and the driver would keep these pieces with every query until the next full garbage collection.
 */
function intern(sql: string): string {
  const text = interned.get(sql);
  if (text !== undefined || sql.length > LONGEST_TEXT) return text ?? sql;
  if (interned.size === MOST_TEXTS) interned.clear();
  interned.set(sql, sql);
  return sql;
}

function kindOf(query: CompiledQuery): Statement['kind'] {
  switch (query.query.kind) {
    case 'SelectQueryNode':
      return 'read';
    case 'InsertQueryNode':
    case 'UpdateQueryNode':
    case 'DeleteQueryNode':
    case 'MergeQueryNode':
      return 'write';
    case 'RawNode':
      return kindOfRaw(query.sql);
    default:
      return 'other';
  }
}
