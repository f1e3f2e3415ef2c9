import { EnvironmentError } from '../errors.js';
import type { Leftovers } from '../leftovers.js';
import type { ServerInfo } from '../model.js';
import { option } from '../text/option.js';
import { listed } from '../text/words.js';
import { addressOf, describeTarget, type Address, type ConnectionTarget } from './address.js';
import { connectionFailure } from './connection-failure.js';
import { openControl, openSession } from './connect.js';
import { requireVersion } from './database.js';
import { startEmbedded, type EmbeddedServer } from './embedded/server.js';
import { errorCode } from './driver-errors.js';
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
  readonly #server: EmbeddedServer | null;
  readonly #patience: Patience;
  /** The databases that exist. */
  readonly #databases = new Set<string>();
  readonly #sessions = new Set<Session>();
  readonly #isGone: () => void;
  #count = 0;

  private constructor(
    parts: Pick<CaseServer, 'info' | 'control' | 'target'> & {
      readonly server: EmbeddedServer | null;
      readonly patience: Patience;
      readonly leftovers: Leftovers | undefined;
    },
  ) {
    this.info = parts.info;
    this.control = parts.control;
    this.target = parts.target;
    this.#server = parts.server;
    this.#patience = parts.patience;
    const left = () =>
      parts.server !== null || this.#databases.size === 0 ? null : this.#tellLeft();
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
  async createDatabase(template: string | null): Promise<string> {
    this.#count += 1;
    const name = `${this.info.schema}_${this.#count}`;
    // Recorded first, because a database must be dropped even when its reply was lost.
    this.#databases.add(name);
    // The embedded server has no template1. Nobody else is connected to its only database.
    const source = template ?? (this.#server === null ? 'template1' : 'postgres');
    try {
      await this.control.script(`create database ${name} template ${source}`);
    } catch (error) {
      this.#databases.delete(name);
      throw notCreated(error, this.target);
    }
    return name;
  }

  /** Drops a database with all connections to it. */
  async dropDatabase(name: string): Promise<void> {
    await this.control.script(`drop database if exists ${name} with (force)`);
    this.#databases.delete(name);
  }

  /** Opens a session of race-lab itself on one of its databases. */
  async openSession(database: string): Promise<Session> {
    const options = { patience: this.#patience };
    return this.#keep(await openSession(this.#targetOf(database), null, CONNECTIONS_HINT, options));
  }

  /** Opens a session for SQL of the user: it has the settings that the database and the role give it. */
  async openUsersSession(database: string): Promise<Session> {
    const target = this.#targetOf(database);
    try {
      return this.#keep(await Session.begin(target, { patience: this.#patience }));
    } catch (error) {
      throw connectionFailure(error, target, CONNECTIONS_HINT);
    }
  }

  #targetOf(database: string): ConnectionTarget {
    return this.target.kind === 'socket'
      ? { ...this.target, database }
      : { ...this.target, url: withDatabase(this.target.url, database) };
  }

  #keep(session: Session): Session {
    this.#sessions.add(session);
    return session;
  }

  async closeSession(session: Session): Promise<void> {
    this.#sessions.delete(session);
    await session.close();
  }

  /** Ends all sessions at once, so that no work continues. */
  endSessions(): void {
    for (const session of this.#sessions) session.close().catch(() => undefined);
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
   * Ends all sessions, drops all databases, and stops an embedded server.
   * @throws {EnvironmentError} that says what is left, and how to remove it
   */
  async close(): Promise<void> {
    try {
      await Promise.all([...this.#sessions].map((session) => session.close()));
      if (this.#server === null) await this.#dropAll();
      this.#isGone();
    } finally {
      await this.control.close().catch(() => undefined);
      await this.#server?.stop();
    }
  }

  async #dropAll(): Promise<void> {
    const isUsable = !this.control.lost && !this.control.isWaiting;
    const session = isUsable
      ? this.control
      : await openSession(this.target, null, '', { patience: this.#patience }).catch(() => null);
    try {
      for (const name of this.#databases) {
        await session?.script(`drop database if exists ${name} with (force)`);
        if (session !== null) this.#databases.delete(name);
      }
    } catch (cause) {
      throw this.#notDropped(cause);
    } finally {
      if (session !== this.control) await session?.close();
    }
    if (this.#databases.size > 0) throw this.#notDropped(undefined);
  }

  #notDropped(cause: unknown): EnvironmentError {
    const reason = cause instanceof Error ? cause.message : 'the connection was lost';
    return new EnvironmentError(`databases could not be dropped: ${reason}`, {
      code: 'SCHEMA_NOT_DROPPED',
      hint: `${capital(this.#tellLeft())}.`,
      cause,
    });
  }

  #tellLeft(): string {
    const names = [...this.#databases];
    const commands = names.map((name) => `drop database ${name}`).join('; ');
    const [verb, what] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
    return `${listed(names)} ${verb} left on ${describeTarget(this.target)}; to drop ${what}: ${commands}`;
  }
}

const CONNECTIONS_HINT = `Lower ${option('lanes')}, or raise max_connections.`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

async function describe(control: Session, isEmbedded: boolean): Promise<ServerInfo> {
  const [row] = await control.query<Record<'version' | 'fsync' | 'commit', string>>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as commit`,
  );
  const { version = '', fsync = '', commit = '' } = row ?? {};
  const schema = newSchemaName();
  await control.script(`set application_name to 'race-lab ${schema}'`);
  return {
    kind: isEmbedded ? 'embedded' : 'external',
    version,
    schema,
    fsync,
    synchronousCommit: commit,
  };
}

function notCreated(cause: unknown, target: ConnectionTarget): unknown {
  if (cause instanceof SessionLost) return cause;
  const where = describeTarget(target);
  if (errorCode(cause) === '42501') {
    return new EnvironmentError(`the role may not create a database on ${where}`, {
      code: 'SCHEMA_NOT_CREATED',
      hint: `Grant it: alter role … createdb; or use another role in ${option('url')}.`,
      cause,
    });
  }
  const words = cause instanceof Error ? cause.message : String(cause);
  return new EnvironmentError(`no database could be created on ${where}: ${words}`, {
    code: 'SCHEMA_NOT_CREATED',
    hint: "Look at the server's log and at the privileges of the role.",
    cause,
  });
}

/** The URL with another database. */
function withDatabase(url: string, database: string): string {
  const [, before = '', query = ''] =
    /^([a-z]+:\/\/[^/?#]*)(?:\/[^?#]*)?(\?[^#]*)?/i.exec(url) ?? [];
  return `${before}/${database}${query.replaceAll(/([?&])dbname=[^&]*&?/g, '$1')}`;
}
