import type postgres from 'postgres';

import { read, type DriverReplies } from './replies.js';
import {
  asParameter,
  connect,
  toFastProperties,
  withinTime,
  type ConnectionTarget,
} from './driver.js';
import { isConnectionLoss } from './driver-errors.js';
import type { Statement, StatementResult } from './statement.js';

/** The session is gone, and with it whatever was under way. */
export class SessionLost extends Error {
  override readonly name = 'SessionLost';
  /** Whether the lost statement may have committed all the same. */
  readonly committing: boolean;

  constructor(committing: boolean, cause: unknown) {
    super('the connection to the server was lost', { cause });
    this.committing = committing;
  }
}

/**
 * One server session on one connection that never reconnects: a statement that was meant for a
 * transaction can therefore not land outside it.
 */
export class Session {
  readonly #sql: postgres.Sql<{ bigint: number }>;
  #lost: unknown;
  #inTransaction = false;
  /** A BEGIN whose reply nobody has waited for yet. */
  #beginning: Promise<unknown> | null = null;

  /** The server process behind this session. */
  readonly pid: number;

  private constructor(sql: postgres.Sql<{ bigint: number }>, pid: number) {
    this.#sql = sql;
    this.pid = pid;
  }

  /**
   * Connects, and pins the settings that a strategy's meaning rests on, whatever defaults the
   * role, the database or the URL carry.
   * @throws the driver's or the server's error, see `connectionFailure`
   */
  static async open(target: ConnectionTarget, schema: string | null): Promise<Session> {
    let session: Session | undefined;
    const sql = connect(target, (reason) => {
      if (session) session.#lost ??= reason;
    });
    try {
      const query = sql.unsafe<{ pid: number }[]>(SESSION_SETTINGS, [schema ?? '']);
      const rows = await withinTime(query);
      toFastProperties(query.constructor);
      toFastProperties(rows.constructor);
      const [row] = rows;
      if (!row) throw new Error('the server did not answer with its process id');
      session = new Session(sql, row.pid);
      return session;
    } catch (error) {
      await sql.end({ timeout: 0 });
      throw error;
    }
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  get lost(): boolean {
    return this.#lost !== undefined;
  }

  /**
   * Sends a BEGIN that cannot fail. It does nothing that anybody could see before the next
   * statement, so its reply is waited for with that one's: both go to the server together.
   */
  begin(statement: Statement): typeof BEGUN {
    this.#beginning = this.#send(statement);
    this.#beginning.catch(() => undefined);
    return BEGUN;
  }

  /**
   * Sends one statement and waits for its reply.
   * @throws {SessionLost} when the connection broke
   * @throws the server's error, with its SQLSTATE as `code`
   */
  send<Row>(statement: Statement): Promise<StatementResult<Row>> {
    const sent = this.#send<Row>(statement);
    const beginning = this.#beginning;
    if (beginning === null) return sent;
    this.#beginning = null;
    // When the BEGIN failed, that is what went wrong.
    sent.catch(() => undefined);
    return beginning.then(() => sent);
  }

  /** Until the server has answered a BEGIN, for better or worse. */
  async begun(): Promise<void> {
    await this.#beginning?.catch(() => undefined);
  }

  /** Whether there is a BEGIN whose reply nobody has waited for yet. */
  get isBeginning(): boolean {
    return this.#beginning !== null;
  }

  async #send<Row>(statement: Statement): Promise<StatementResult<Row>> {
    const mayCommit = this.#mayCommit(statement);
    const before = this.#inTransaction;
    // At once: what is sent behind it, without waiting for its reply, is part of the transaction.
    if (statement.kind === 'begin') this.#inTransaction = true;
    try {
      this.#requireConnection();
      const replies = await this.#ask<Row>(statement);
      const { result, inTransaction } = read(replies, statement, this.#inTransaction);
      this.#inTransaction = inTransaction;
      return result;
    } catch (error) {
      if (statement.kind === 'begin') this.#inTransaction = before;
      throw this.#asLoss(error, mayCommit);
    }
  }

  #ask<Row>({ sql, parameters }: Statement): PromiseLike<DriverReplies<Row>> {
    return this.#sql.unsafe<Row[]>(sql, parameters.map(asParameter), {
      prepare: parameters.length > 0,
    });
  }

  /**
   * Asks a question of our own, and trusts the caller about the shape of the answer's rows.
   * @throws as {@link send}
   */
  async query<Row extends object>(
    text: string,
    parameters: readonly (string | number)[] = [],
  ): Promise<readonly Row[]> {
    return this.#whileConnected(() => this.#sql.unsafe<Row[]>(text, [...parameters], PREPARED));
  }

  /**
   * Runs SQL text of any number of statements, without parameters.
   * @throws as {@link send}
   */
  async script(text: string): Promise<void> {
    await this.#whileConnected(() => this.#sql.unsafe(text).simple());
  }

  /** Ends the session at once; a statement under way is rejected with {@link SessionLost}. */
  async close(): Promise<void> {
    this.#lost ??= new Error('the session was closed');
    await this.#sql.end({ timeout: 0 });
  }

  async #whileConnected<T>(query: () => PromiseLike<T>): Promise<T> {
    this.#requireConnection();
    try {
      return await query();
    } catch (error) {
      throw this.#asLoss(error, true);
    }
  }

  #requireConnection(): void {
    if (this.#lost !== undefined) throw new SessionLost(false, this.#lost);
  }

  /** What is thrown for an error of the driver. */
  #asLoss(error: unknown, mayCommit: boolean): unknown {
    if (!isConnectionLoss(error)) return error;
    this.#lost ??= error;
    return new SessionLost(mayCommit, error);
  }

  #mayCommit(statement: Statement): boolean {
    if (statement.kind === 'commit') return true;
    return !this.#inTransaction && (statement.kind === 'write' || statement.kind === 'other');
  }
}

// The lab's table is tiny; a service's is not. Without sequential scans its rows are read through
// the primary key, and serializable transactions remember rows rather than the whole table.
const SESSION_SETTINGS = `
  select pg_backend_pid() as pid,
         set_config('application_name', rtrim('race-lab ' || $1), false),
         set_config('search_path', $1, false),
         set_config('default_transaction_isolation', 'read committed', false),
         set_config('default_transaction_read_only', 'off', false),
         set_config('default_transaction_deferrable', 'off', false),
         set_config('statement_timeout', '0', false),
         set_config('lock_timeout', '0', false),
         set_config('enable_seqscan', 'off', false),
         set_config('idle_in_transaction_session_timeout', '0', false)`;

/** What is taken for the reply of a BEGIN. */
const BEGUN = { rows: [], count: 0, command: 'BEGIN' } as const;

// The driver's types do not know `simple`, without which it prepares nothing that has no parameters.
const PREPARED = { prepare: true, simple: false };
