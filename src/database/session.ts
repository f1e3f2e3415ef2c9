import type { ConnectionTarget } from './address.js';
import { asParameter, type Connection } from './driver.js';
import { isConnectionLoss } from './driver-errors.js';
import {
  closeConnection,
  nameOnly,
  openConnection,
  pinAll,
  type FirstQuestion,
  type OpenSession,
  type SessionOptions,
} from './opening.js';
import { PATIENCE, type Patience } from './patience.js';
import { isOverAfter, read, type DriverReplies } from './replies.js';
import { SessionLost } from './session-lost.js';
import type { Statement, StatementResult } from './statement.js';
import { within } from './within.js';

/** So long a session may hear nothing before it is asked whether the server is still at work for it. */
export const SILENT_MS = 3_000;

type Sql = Connection['sql'];

/**
 * One server session on one connection that never reconnects: a statement that was meant for a
 * transaction can therefore not land outside it.
 */
export class Session {
  readonly #connection: Connection;
  readonly #sql: Sql;
  readonly #answerMs: number;
  #lost: unknown;
  #inTransaction = false;
  /** A BEGIN whose reply nobody has waited for yet. */
  #beginning: Promise<unknown> | null = null;
  /** Statements that have no answer yet. */
  #underWay = 0;
  #answers = 0;
  /** When the last answer came, or what is waited for was asked. */
  #heardAt = 0;
  #whenLost: () => void = () => {};

  /** The server process behind this session. */
  readonly pid: number;
  /** The process that the server named when the session began: another one, where a pool stands between. */
  readonly announcedPid: number;

  private constructor({ connection, pid, announcedPid }: OpenSession, { answerMs }: Patience) {
    this.#connection = connection;
    this.#sql = connection.sql;
    this.pid = pid;
    this.announcedPid = announcedPid;
    this.#answerMs = answerMs;
  }

  /**
   * Connects, and pins the settings that a strategy's meaning rests on, whatever defaults the
   * role, the database or the URL carry.
   * @param schema null: none yet
   * @throws the driver's or the server's error, see `connectionFailure`
   * @throws the signal's reason
   */
  static async open(
    target: ConnectionTarget,
    schema: string | null,
    options: SessionOptions = {},
  ): Promise<Session> {
    const { lockMs = 0 } = options;
    return Session.#connect(target, options, (sql) => pinAll(sql, schema, lockMs));
  }

  /**
   * Connects, and sets nothing that could stay behind where sessions are shared.
   * @throws as {@link open}
   */
  static async begin(target: ConnectionTarget, options: SessionOptions = {}): Promise<Session> {
    return Session.#connect(target, options, nameOnly);
  }

  /** @param first what is asked first; it returns the session's process */
  static async #connect(
    target: ConnectionTarget,
    options: SessionOptions,
    first: (sql: Sql) => FirstQuestion,
  ): Promise<Session> {
    let session: Session | undefined;
    const opened = await openConnection(target, { ...options, first }, (reason) => {
      if (session) session.#lose(reason);
    });
    session = new Session(opened, options.patience ?? PATIENCE);
    return session;
  }

  /**
   * Sets what a strategy's meaning and a session's speed rest on, for one that has only begun.
   * @param schema null: none yet
   * @param lockMs how long its statements wait for a lock; left out: for ever
   * @throws as {@link query}
   */
  async pin(schema: string | null, lockMs = 0): Promise<void> {
    await this.#whileConnected(() => Promise.all(pinAll(this.#sql, schema, lockMs)));
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  get lost(): boolean {
    return this.#lost !== undefined;
  }

  /** Whether a statement has no answer yet. */
  get isWaiting(): boolean {
    return this.#underWay > 0;
  }

  /** For how long nothing has been answered although something was asked, in milliseconds. */
  get silentMs(): number {
    return this.isWaiting ? performance.now() - this.#heardAt : 0;
  }

  /** How many statements were answered. */
  get answers(): number {
    return this.#answers;
  }

  /** Calls back once, when the session is lost; not when it is closed. */
  onLost(action: () => void): void {
    this.#whenLost = action;
  }

  /** Gives a session up that no longer answers: its statement is rejected with {@link SessionLost}. */
  abandon(reason: Error): void {
    this.#lose(reason);
    this.#connection.destroy(reason);
  }

  #lose(reason: unknown): void {
    if (this.#lost !== undefined) return;
    this.#lost = reason;
    this.#whenLost();
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
    this.#asks();
    try {
      this.#requireConnection();
      const replies = await this.#ask<Row>(statement);
      const { result, inTransaction } = read(replies, statement, this.#inTransaction);
      this.#inTransaction = inTransaction;
      return result;
    } catch (error) {
      if (statement.kind === 'begin') this.#inTransaction = before;
      if (isOverAfter(error, statement)) this.#inTransaction = false;
      throw this.#asLoss(error, mayCommit);
    } finally {
      this.#hears();
    }
  }

  #ask<Row>({ sql, parameters }: Statement): PromiseLike<DriverReplies<Row>> {
    return this.#sql.unsafe<Row[]>(sql, parameters.map(asParameter), {
      prepare: parameters.length > 0,
    });
  }

  /**
   * Asks a question of our own, and trusts the caller about the shape of the answer's rows. A server
   * that does not answer in time is lost.
   * @throws as {@link send}
   */
  async query<Row extends object>(
    text: string,
    parameters: readonly (string | number)[] = [],
  ): Promise<readonly Row[]> {
    return this.#whileConnected(() => this.#sql.unsafe<Row[]>(text, [...parameters], PREPARED));
  }

  /**
   * Runs SQL text of any number of statements, without parameters. A server that does not answer in
   * time is lost.
   * @throws as {@link send}
   */
  async script(text: string): Promise<void> {
    await this.#whileConnected(() => this.#sql.unsafe(text).simple());
  }

  /** Ends the session at once; a statement under way is rejected with {@link SessionLost}. */
  async close(): Promise<void> {
    this.#lost ??= new Error('the session was closed');
    await closeConnection(this.#connection);
  }

  async #whileConnected<T>(query: () => PromiseLike<T>): Promise<T> {
    this.#requireConnection();
    this.#asks();
    try {
      return await within(query(), this.#answerMs, () => {
        const error = new Error(`the server has not answered for ${this.#answerMs / 1000} s`);
        this.abandon(error);
        return new SessionLost(true, error);
      });
    } catch (error) {
      throw this.#asLoss(error, true);
    } finally {
      this.#hears();
    }
  }

  #asks(): void {
    if (this.#underWay === 0) this.#heardAt = performance.now();
    this.#underWay += 1;
  }

  #hears(): void {
    this.#underWay -= 1;
    this.#answers += 1;
    this.#heardAt = performance.now();
  }

  #requireConnection(): void {
    if (this.#lost !== undefined) throw new SessionLost(false, this.#lost);
  }

  /** What is thrown for an error of the driver. */
  #asLoss(error: unknown, mayCommit: boolean): unknown {
    if (!isConnectionLoss(error) && this.#lost === undefined) return error;
    this.#lose(error);
    return new SessionLost(mayCommit, error);
  }

  #mayCommit(statement: Statement): boolean {
    if (statement.kind === 'commit') return true;
    return !this.#inTransaction && (statement.kind === 'write' || statement.kind === 'other');
  }
}

/** What is taken for the reply of a BEGIN. */
const BEGUN = { rows: [], count: 0, command: 'BEGIN' } as const;

// The driver's types do not know `simple`, without which it prepares nothing that has no parameters.
const PREPARED = { prepare: true, simple: false };
