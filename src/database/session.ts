import { nowMs } from '../own-timers.js';
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
import { AnswerLate, SessionLost } from './session-lost.js';
import type { Statement, StatementResult } from './statement.js';
import { within } from './within.js';

/** After this silence of a session, race-lab asks the server whether the session's backend is still at work. */
export const SILENT_MS = 3_000;

type Sql = Connection['sql'];

/**
 * One server session on one connection that never reconnects. So no statement of a transaction can run
 * outside it.
 */
export class Session {
  readonly #connection: Connection;
  readonly #sql: Sql;
  readonly #answerMs: number;
  #lost: unknown;
  #inTransaction = false;
  /** A BEGIN whose reply has not been awaited yet. */
  #beginning: Promise<unknown> | null = null;
  /** How many statements have no answer yet. */
  #underWay = 0;
  #answers = 0;
  /** The time of the last answer, or of the first statement sent after it. */
  #heardAt = 0;
  #whenLost: () => void = () => {};

  /** The pid of the session's backend. */
  readonly pid: number;
  /** The pid in the server's BackendKeyData message. Behind a pool it is another one. */
  readonly announcedPid: number;

  private constructor({ connection, pid, announcedPid }: OpenSession, { answerMs }: Patience) {
    this.#connection = connection;
    this.#sql = connection.sql;
    this.pid = pid;
    this.announcedPid = announcedPid;
    this.#answerMs = answerMs;
  }

  /**
   * Connects, and sets the settings that a strategy depends on. They override the defaults of the role,
   * the database and the URL.
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
   * Connects, and changes no setting: where a pool shares sessions, a setting would reach other clients.
   * @throws as {@link open}
   */
  static async begin(target: ConnectionTarget, options: SessionOptions = {}): Promise<Session> {
    return Session.#connect(target, options, nameOnly);
  }

  /** @param first makes the first statements; they return the backend's pid */
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
   * Sets all settings of a session that {@link begin} opened.
   * @param schema null: none yet
   * @param lockMs how long its statements wait for a lock, in milliseconds; left out: for ever
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

  /** How long a statement has waited without any answer on this session, in milliseconds; 0: none waits. */
  get silentMs(): number {
    return this.isWaiting ? nowMs() - this.#heardAt : 0;
  }

  /** How many statements were answered. */
  get answers(): number {
    return this.#answers;
  }

  /** Calls back once when the session is lost, but not when it is closed. */
  onLost(action: () => void): void {
    this.#whenLost = action;
  }

  /** Abandons a session that no longer answers. Its statement is rejected with {@link SessionLost}. */
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
   * Sends a BEGIN that cannot fail. It has no visible effect before the next statement. So both go to the
   * server together, and their replies are awaited together.
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
    // If the BEGIN fails, its error is the cause.
    sent.catch(() => undefined);
    return beginning.then(() => sent);
  }

  /** Waits until the server has answered a BEGIN, also with an error. */
  async begun(): Promise<void> {
    await this.#beginning?.catch(() => undefined);
  }

  /** Whether there is a BEGIN whose reply has not been awaited yet. */
  get isBeginning(): boolean {
    return this.#beginning !== null;
  }

  async #send<Row>(statement: Statement): Promise<StatementResult<Row>> {
    const mayCommit = this.#mayCommit(statement);
    const before = this.#inTransaction;
    // Set before the reply, because statements that follow without waiting for it are part of the transaction.
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
   * Sends a query of race-lab itself. The caller vouches for the type of its rows. If the server does not
   * answer in time, the session is lost.
   * @throws as {@link send}
   */
  async query<Row extends object>(
    text: string,
    parameters: readonly (string | number)[] = [],
  ): Promise<readonly Row[]> {
    return this.#whileConnected(() => this.#sql.unsafe<Row[]>(text, [...parameters], PREPARED));
  }

  /**
   * Runs SQL text of any number of statements, without parameters. If the server does not answer in time,
   * the session is lost.
   * @param withinMs how long the server may take [the limit of all statements]
   * @throws as {@link send}
   */
  async script(text: string, withinMs = this.#answerMs): Promise<void> {
    await this.#whileConnected(() => this.#sql.unsafe(text).simple(), withinMs);
  }

  /** Ends the session at once. A statement under way is rejected with {@link SessionLost}. */
  async close(): Promise<void> {
    this.#lost ??= new Error('the session was closed');
    await closeConnection(this.#connection);
  }

  async #whileConnected<T>(query: () => PromiseLike<T>, ms = this.#answerMs): Promise<T> {
    this.#requireConnection();
    this.#asks();
    try {
      return await within(query(), ms, () => {
        const error = new AnswerLate(ms);
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
    if (this.#underWay === 0) this.#heardAt = nowMs();
    this.#underWay += 1;
  }

  #hears(): void {
    this.#underWay -= 1;
    this.#answers += 1;
    this.#heardAt = nowMs();
  }

  #requireConnection(): void {
    if (this.#lost !== undefined) throw new SessionLost(false, this.#lost);
  }

  /** The error to throw for an error of the driver. */
  #asLoss(error: unknown, mayCommit: boolean): unknown {
    if (error instanceof SessionLost) return error;
    if (!isConnectionLoss(error) && this.#lost === undefined) return error;
    this.#lose(error);
    return new SessionLost(mayCommit, error);
  }

  #mayCommit(statement: Statement): boolean {
    if (statement.kind === 'commit') return true;
    return !this.#inTransaction && (statement.kind === 'write' || statement.kind === 'other');
  }
}

/** Stands for the reply to a BEGIN, which has not arrived yet. */
const BEGUN = { rows: [], count: 0, command: 'BEGIN' } as const;

// The driver's types lack `simple`. Without it, the driver does not prepare statements that have no parameters.
const PREPARED = { prepare: true, simple: false };
