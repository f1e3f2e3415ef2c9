import type { EnvironmentError } from '../errors.js';
import type { ServerInfo } from '../model.js';
import type { ConnectionTarget } from './address.js';
import type { Session } from './session.js';

/** Sessions that another process has opened for this run. */
export interface Guest {
  /** The server processes behind them. */
  readonly pids: readonly number[];
  /** Those of them whose session was lost. */
  readonly lostPids: readonly number[];
  /** Grows while something happens on them. */
  readonly signsOfLife: number;
  /** Those that have been silent for long although a statement waits for its answer. */
  readonly silentPids: readonly number[];
  /** Calls back when one of its sessions is lost. */
  onLost(action: (pid: number) => void): void;
  /** Ends the process, and with it its sessions; settles when it is gone. */
  end(): Promise<void>;
}

/** A server with a fresh schema for one run, and the sessions opened on it. */
export interface LabDatabase {
  readonly info: ServerInfo;
  /** Where other processes connect. */
  readonly target: ConnectionTarget;
  /** What to do when it has too few connections; a complete sentence. */
  readonly remedy: string;
  /** For preparing and looking; workers never use it. */
  readonly control: Session;
  /** Opens that many sessions at once. @throws {EnvironmentError} when the server refuses */
  openSessions(count: number, schema?: string): Promise<readonly Session[]>;
  /** Opens a further session. @throws {EnvironmentError} when the server refuses */
  openSession(schema?: string): Promise<Session>;
  /**
   * Makes a further schema like the run's own, which goes with it.
   * @returns its name
   * @throws {EnvironmentError} when the server refuses
   */
  addSchema(): Promise<string>;
  /** From now on these sessions are among its own: they end with them, and are looked at with them. */
  welcome(guest: Guest): void;
  /**
   * Ends all sessions at once: whatever is under way on them is rejected. The control session stays, as
   * long as it answers, for what is to be removed.
   */
  endSessions(): void;
  /** The server processes behind the sessions opened so far, those of guests included. */
  pids(): readonly number[];
  /** What the log of an embedded server says of how that came to an end; null: nothing. */
  lastWords(): string | null;
  /** Grows while statements are answered, those of guests included. */
  signsOfLife(): number;
  /** The server processes behind sessions that wait for an answer and have heard nothing for long. */
  silentPids(): readonly number[];
  /**
   * Gives sessions up whose connections are dead: the server is not at work for them, and its answers
   * do not arrive.
   */
  giveUp(pids: ReadonlySet<number>): void;
  /**
   * Sees to it that nothing of a lost session is still at work on the server.
   * @returns whether that is certain
   */
  endLostSessions(): Promise<boolean>;
  /**
   * Ends some of its sessions and guests for good, since code that went wrong may still be at work on
   * them. Nothing of them is at work on the server afterwards.
   * @throws {EnvironmentError} when the server does not end them
   * @throws {SessionLost}
   */
  discard(sessions: readonly Session[], guests?: readonly Guest[]): Promise<void>;
  /**
   * Makes the tables of all its schemas anew, when one is not as it was made. What was noted of rounds
   * before goes with them.
   * @throws as {@link addSchema}
   */
  remakeTables(): Promise<void>;
  /**
   * What an error of the lab's own statements means.
   * @returns null for any other error
   */
  explain(error: unknown): Promise<EnvironmentError | null>;
  /**
   * Ends all sessions, drops the schema, and stops an embedded server.
   * @throws {EnvironmentError} that says what is left, why, and how to remove it
   */
  close(options?: ClosingOptions): Promise<void>;
}

/** How a database is closed. */
export interface ClosingOptions {
  /** Leaves the schema on an existing server. */
  readonly keep?: boolean;
  /** Whether somebody waits for the end of it; it may also be aborted in the middle. */
  readonly signal?: AbortSignal | undefined;
}
