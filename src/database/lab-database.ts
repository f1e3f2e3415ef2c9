import type { EnvironmentError } from '../errors.js';
import type { ServerInfo } from '../model.js';
import type { ConnectionTarget } from './address.js';
import type { Session } from './session.js';

/** Sessions that another process opened for this run. */
export interface Guest {
  /** The backends of its sessions. */
  readonly pids: readonly number[];
  /** The backends whose session was lost. */
  readonly lostPids: readonly number[];
  /** Grows while statements are sent and answered. */
  readonly signsOfLife: number;
  /** The backends that have not answered a statement for long. */
  readonly silentPids: readonly number[];
  /** Calls back when one of its sessions is lost. */
  onLost(action: (pid: number) => void): void;
  /** Ends the process and its sessions. Settles when the process is gone. */
  end(): Promise<void>;
}

/** A server with a fresh schema for one run, and the sessions opened on it. */
export interface LabDatabase {
  readonly info: ServerInfo;
  /** The server that other processes connect to. */
  readonly target: ConnectionTarget;
  /** What to do when the server has too few connections; a complete sentence. */
  readonly remedy: string;
  /** The session for race-lab's own statements. Workers never use it. */
  readonly control: Session;
  /** Opens `count` sessions at once. @throws {EnvironmentError} when the server refuses */
  openSessions(count: number, schema?: string): Promise<readonly Session[]>;
  /** Opens a further session. @throws {EnvironmentError} when the server refuses */
  openSession(schema?: string): Promise<Session>;
  /**
   * Creates a further schema like the run's own. Closing the database drops both.
   * @returns its name
   * @throws {EnvironmentError} when the server refuses
   */
  addSchema(): Promise<string>;
  /** Adds another process's sessions to its own. They are watched and ended together. */
  welcome(guest: Guest): void;
  /**
   * Ends all sessions at once. Their statements under way are rejected. The control session stays open for
   * the clean-up, unless it waits for an answer.
   */
  endSessions(): void;
  /** The backends of all sessions opened so far, guests included. */
  pids(): readonly number[];
  /** The line in the log of an embedded server that says why it ended; null: none. */
  lastWords(): string | null;
  /** Grows while statements are answered, guests included. */
  signsOfLife(): number;
  /** The backends that have not answered a statement for long, guests included. */
  silentPids(): readonly number[];
  /**
   * Abandons sessions whose connections are dead: their backends are idle, but the answers did not
   * arrive.
   */
  giveUp(pids: ReadonlySet<number>): void;
  /**
   * Ends the backends of lost sessions.
   * @returns whether all are gone
   */
  endLostSessions(): Promise<boolean>;
  /**
   * Ends some of its sessions and guests for good, because failed code may still use them, or because
   * they are no longer needed. Afterwards their backends are gone.
   * @throws {EnvironmentError} when the server does not end the backends
   * @throws {SessionLost}
   */
  discard(sessions: readonly Session[], guests?: readonly Guest[]): Promise<void>;
  /**
   * Creates the tables of all its schemas anew, after a strategy changed their definitions. The records
   * of earlier rounds are lost.
   * @throws as {@link addSchema}
   */
  remakeTables(): Promise<void>;
  /**
   * Explains an error of one of race-lab's own statements.
   * @returns null for any other error
   */
  explain(error: unknown): Promise<EnvironmentError | null>;
  /**
   * Ends all sessions, drops the schema, and stops an embedded server.
   * @throws {EnvironmentError} that says what is left, why, and how to remove it
   */
  close(options?: ClosingOptions): Promise<void>;
}

/** How to close a database. */
export interface ClosingOptions {
  /** Whether to leave the schema on an existing server. */
  readonly keep?: boolean;
  /** When aborted, before or during closing, the clean-up takes less time. */
  readonly signal?: AbortSignal | undefined;
}
