import { EnvironmentError } from '../errors.js';
import type { Leftovers } from '../leftovers.js';
import type { ServerInfo } from '../model.js';
import { option } from '../text/option.js';
import { addressOf, describeTarget, type Address, type ConnectionTarget } from './address.js';
import { CaseDatabases, copyingOn } from './case-databases.js';
import { connectionFailure } from './connection-failure.js';
import { openControl, openSession } from './connect.js';
import { requireVersion } from './database.js';
import { startEmbedded, type EmbeddedServer } from './embedded/server.js';
import { sqlstateIn } from './error-chain.js';
import { PATIENCE, type Patience } from './patience.js';
import { newSchemaName } from './schema.js';
import { serverTrouble } from './server-trouble.js';
import { SessionLost } from './session-lost.js';
import { Session } from './session.js';

/** How to open a server for cases. */
export interface CaseServerOptions {
  /** An existing server; null: an embedded one is started. */
  readonly url: string | null;
  readonly cache?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience | undefined;
  readonly leftovers?: Leftovers | undefined;
}

/** The connections that the applications of all lanes may open on an embedded server. */
const CONNECTIONS = 200;

/** A server with databases of its own for each case. */
export class CaseServer {
  readonly info: ServerInfo;
  /** The session for race-lab's own statements. */
  readonly control: Session;
  readonly target: ConnectionTarget;
  readonly patience: Patience;
  readonly #server: EmbeddedServer | null;
  readonly #databases: CaseDatabases;
  readonly #sessions = new Set<Session>();
  readonly #isGone: () => void;

  private constructor(
    parts: Pick<CaseServer, 'info' | 'control' | 'target' | 'patience'> & {
      readonly server: EmbeddedServer | null;
      readonly leftovers: Leftovers | undefined;
    },
  ) {
    this.info = parts.info;
    this.control = parts.control;
    this.target = parts.target;
    this.#server = parts.server;
    this.patience = parts.patience;
    this.#databases = new CaseDatabases({
      control: this.control,
      target: this.target,
      prefix: this.info.schema,
      isEmbedded: parts.server !== null,
      copying: copyingOn(this.info),
      patience: this.patience,
      openSession: (database) => this.openSession(database),
    });
    const left = () =>
      parts.server !== null || this.#databases.areGone ? null : this.#databases.tellLeft();
    this.#isGone = parts.leftovers?.add(left) ?? (() => {});
  }

  /**
   * @throws {EnvironmentError} when the server cannot be used; nothing is left behind
   * @throws the signal's reason
   */
  static async open(options: CaseServerOptions): Promise<CaseServer> {
    const { url, cache, signal, patience = PATIENCE, leftovers } = options;
    const server = url === null ? await startEmbedded({ connections: CONNECTIONS, cache }) : null;
    // Applications are opened with PG* variables that lead to a gate. They must not lead race-lab itself there.
    const target: ConnectionTarget =
      server === null ? { kind: 'url', url: url ?? '', env: { ...process.env } } : server.target;
    try {
      const control = await openControl(target, { signal, patience, lockMs: patience.lockMs });
      await requireVersion(control);
      const info = await describe(control, server !== null);
      await control.script(`set application_name to 'race-lab ${info.schema}'`);
      return new CaseServer({ info, control, target, server, patience, leftovers });
    } catch (error) {
      await server?.stop();
      signal?.throwIfAborted();
      throw error;
    }
  }

  /** The address of one of its databases. */
  addressOf(database: string): Address {
    return { ...addressOf(this.target), database };
  }

  /**
   * Creates a database.
   * @param template null: an empty one
   * @returns its name
   * @throws {EnvironmentError} when the role may not
   */
  createDatabase(template: string | null): Promise<string> {
    return this.#databases.create(template);
  }

  /** Drops a database with all connections to it. */
  dropDatabase(name: string): Promise<void> {
    return this.#databases.drop(name);
  }

  /** Opens a session of race-lab itself on one of its databases. */
  async openSession(database: string): Promise<Session> {
    const options = { patience: this.patience };
    return this.#keep(
      await openSession(this.#targetOf(database), null, CONNECTIONS_HINT, options),
      database,
    );
  }

  /**
   * Opens a session for SQL of the user: it has the settings that the database and the role give it.
   * @param answerMs how long its statements may take
   */
  async openUsersSession(database: string, answerMs = this.patience.answerMs): Promise<Session> {
    const target = this.#targetOf(database);
    const patience = { ...this.patience, answerMs };
    try {
      return await this.#keep(await Session.begin(target, { patience }), database);
    } catch (error) {
      if (error instanceof EnvironmentError) throw error;
      throw connectionFailure(error, target, CONNECTIONS_HINT);
    }
  }

  #targetOf(database: string): ConnectionTarget {
    return this.target.kind === 'socket'
      ? { ...this.target, database }
      : { ...this.target, url: withDatabase(this.target.url, database) };
  }

  /** @throws {EnvironmentError} when the session is on another database, which must not be touched */
  async #keep(session: Session, database: string): Promise<Session> {
    this.#sessions.add(session);
    const [row] = await session.query<{ name: string }>(
      'select pg_catalog.current_database() as name',
    );
    if (row?.name === database) return session;
    throw new EnvironmentError(
      `${describeTarget(this.target)} leads to the database ${row?.name ?? ''}, whatever database is asked for`,
      {
        code: 'UNSUITABLE_POOL',
        hint: 'Give the address of the server itself: a case has databases of its own.',
      },
    );
  }

  async closeSession(session: Session): Promise<void> {
    this.#sessions.delete(session);
    await session.close();
  }

  /** The line in the log of an embedded server that says why it ended; null: none. */
  lastWords(): string | null {
    return this.#server?.lastWords() ?? null;
  }

  /**
   * Explains an error of one of race-lab's own statements.
   * @returns null for any other error
   */
  explain(error: unknown): EnvironmentError | null {
    if (error instanceof EnvironmentError) return error;
    if (error instanceof SessionLost) {
      const words = this.lastWords();
      return new EnvironmentError(`the server was lost: ${words ?? error.reason}`, {
        code: 'SERVER_LOST',
        hint: "Look at the server's log, check the network, and try again.",
        cause: error,
      });
    }
    const trouble = serverTrouble(error, this.info.kind === 'embedded');
    if (trouble !== null) return trouble;
    const code = sqlstateIn(error);
    if (code === undefined || !(error instanceof Error)) return null;
    return new EnvironmentError(
      `a statement of race-lab itself failed: ${code}: ${error.message}`,
      {
        code: 'SERVER_FAILED',
        hint: "Look at the server's log and at the settings of the role.",
        cause: error,
      },
    );
  }

  /**
   * Finds out after an error whether the server can still be used.
   * @returns the reason why not; null: it can
   */
  async whyLost(error: unknown): Promise<EnvironmentError | null> {
    await this.#databases.settled();
    try {
      await this.control.query('select 1');
      return null;
    } catch (cause) {
      if (!(cause instanceof SessionLost)) return null;
      return this.explain(error instanceof SessionLost ? error : cause);
    }
  }

  /**
   * Ends all sessions, drops all databases, and stops an embedded server.
   * @throws {EnvironmentError} that says what is left, and how to remove it
   */
  async close(): Promise<void> {
    try {
      await Promise.all([...this.#sessions].map((session) => session.close()));
      if (this.#server === null) await this.#databases.dropAll();
      this.#isGone();
    } finally {
      await this.control.close().catch(() => undefined);
      await this.#server?.stop();
    }
  }
}

const CONNECTIONS_HINT = `Lower ${option('lanes')}, or raise max_connections.`;

async function describe(control: Session, isEmbedded: boolean): Promise<ServerInfo> {
  const [row] = await control.query<Record<'version' | 'fsync' | 'commit', string>>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as commit`,
  );
  const { version = '', fsync = '', commit = '' } = row ?? {};
  return {
    kind: isEmbedded ? 'embedded' : 'external',
    version,
    schema: newSchemaName(),
    fsync,
    synchronousCommit: commit,
  };
}

/** The URL with another database. */
function withDatabase(url: string, database: string): string {
  const [, before = '', query = ''] =
    /^([a-z]+:\/\/[^/?#]*)(?:\/[^?#]*)?(\?[^#]*)?/i.exec(url) ?? [];
  return `${before}/${database}${query.replaceAll(/([?&])dbname=[^&]*&?/g, '$1')}`;
}
