import { EnvironmentError } from '../errors.js';
import type { ServerInfo } from '../model.js';
import { requireCapacity } from './capacity.js';
import { openSession } from './connect.js';
import { startEmbedded, type EmbeddedServer } from './embedded/server.js';
import { createSchema, dropSchemas, newSchemaName } from './schema.js';
import type { ConnectionTarget } from './driver.js';
import type { Session } from './session.js';
import { endBackends } from './waits.js';

export interface DatabaseOptions {
  /** An existing server; null: an embedded one is started. */
  readonly url: string | null;
  /** Connections that will be opened beside the control session. */
  readonly connections: number;
  /** What to do when an existing server has fewer; a complete sentence. */
  readonly remedy: (free: number) => string;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
}

/** Sessions that another process has opened for this run. */
export interface Guest {
  /** The server processes behind them. */
  readonly pids: readonly number[];
  /** Those of them whose session was lost. */
  readonly lostPids: readonly number[];
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
  /** Ends all sessions at once: whatever is under way on them is rejected. */
  endSessions(): void;
  /** The server processes behind the sessions opened so far, those of guests included. */
  pids(): readonly number[];
  /**
   * Sees to it that nothing of a lost session is still at work on the server.
   * @returns whether that is certain
   */
  endLostSessions(): Promise<boolean>;
  /**
   * Ends all sessions, drops the schema, and stops an embedded server.
   * @param keep leaves the schema on an existing server
   */
  close(keep?: boolean): Promise<void>;
}

/** The oldest server whose behaviour the strategies' claims were tested on. */
const OLDEST_VERSION = 13;

/**
 * Opens the run's database: an embedded server, or a fresh schema on an existing one. Nothing
 * outside that schema is read or written, but for the server's own catalogs.
 * @throws {EnvironmentError} with one clear message; nothing is left behind
 */
export async function openDatabase(options: DatabaseOptions): Promise<LabDatabase> {
  if (options.url !== null) {
    return openOn({ kind: 'url', url: options.url }, options, null);
  }
  const server = await startEmbedded(options);
  try {
    return await openOn(server.target, options, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openOn(
  target: ConnectionTarget,
  options: DatabaseOptions,
  server: EmbeddedServer | null,
): Promise<LabDatabase> {
  const { remedy } = options;
  const control = await openSession(target, null, remedy(1));
  try {
    const version = await requireVersion(control);
    if (!server) await requireCapacity(control, options);
    const settings = {
      fsync: await setting(control, 'fsync'),
      synchronousCommit: await setting(control, 'synchronous_commit'),
    };
    const schema = newSchemaName();
    await control.script(
      `set search_path to ${schema}; set application_name to 'race-lab ${schema}'`,
    );
    // Last, so that nothing can fail between making it and being able to drop it.
    await createSchema(control, target, schema);
    const kind = server ? 'embedded' : 'external';
    const info: ServerInfo = { kind, version, schema, ...settings };
    return new OpenDatabase({ target, control, info, server, remedy: remedy(1) });
  } catch (error) {
    await control.close();
    throw error;
  }
}

/** What an open database rests on. */
interface Opened extends Pick<LabDatabase, 'control' | 'info' | 'target' | 'remedy'> {
  readonly server: EmbeddedServer | null;
}

class OpenDatabase implements LabDatabase {
  readonly info: ServerInfo;
  readonly control: Session;
  readonly target: ConnectionTarget;
  readonly remedy: string;
  readonly #server: EmbeddedServer | null;
  readonly #sessions: Session[] = [];
  readonly #guests: Guest[] = [];
  readonly #schemas: string[];
  /** No session outlives this, one that is only being opened neither. */
  #ended = false;

  constructor({ target, control, info, server, remedy }: Opened) {
    this.target = target;
    this.control = control;
    this.info = info;
    this.#server = server;
    this.remedy = remedy;
    this.#schemas = [info.schema];
  }

  async openSessions(count: number, schema?: string): Promise<readonly Session[]> {
    const opened = await Promise.allSettled(
      Array.from({ length: count }, () => this.openSession(schema)),
    );
    return opened.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  async openSession(schema = this.info.schema): Promise<Session> {
    const session = await openSession(this.target, schema, this.remedy);
    this.#sessions.push(session);
    if (this.#ended) await session.close();
    return session;
  }

  async addSchema(): Promise<string> {
    const schema = `${this.info.schema}_${this.#schemas.length + 1}`;
    // Noted first: what is half made has to be dropped as well.
    this.#schemas.push(schema);
    await createSchema(this.control, this.target, schema);
    return schema;
  }

  welcome(guest: Guest): void {
    this.#guests.push(guest);
    if (this.#ended) void guest.end();
  }

  endSessions(): void {
    this.#ended = true;
    for (const guest of this.#guests) void guest.end();
    for (const session of [...this.#sessions, this.control]) session.close().catch(() => undefined);
  }

  pids(): readonly number[] {
    return [
      ...this.#sessions.map(({ pid }) => pid),
      ...this.#guests.flatMap((guest) => guest.pids),
    ];
  }

  async endLostSessions(): Promise<boolean> {
    const own = this.#sessions.filter((session) => session.lost).map(({ pid }) => pid);
    const theirs = this.#guests.flatMap(({ lostPids }) => lostPids);
    return endBackends(this.control, [...own, ...theirs]);
  }

  async close(keep = false): Promise<void> {
    this.#ended = true;
    try {
      await Promise.all([
        ...this.#guests.map((guest) => guest.end()),
        ...this.#sessions.map((session) => session.close()),
      ]);
      if (!this.#server && !keep) await dropSchemas(this.target, this.#schemas);
    } finally {
      await this.control.close().catch(() => undefined);
      await this.#server?.stop();
    }
  }
}

async function requireVersion(control: Session): Promise<string> {
  const number = Number(await setting(control, 'server_version_num'));
  const version = await setting(control, 'server_version');
  if (number >= OLDEST_VERSION * 10_000) return version;
  throw new EnvironmentError(`the server is PostgreSQL ${version}`, {
    hint: `race-lab needs PostgreSQL ${OLDEST_VERSION} or newer.`,
  });
}

async function setting(control: Session, name: string): Promise<string> {
  const [row] = await control.query<{ value: string }>('select current_setting($1) as value', [
    name,
  ]);
  return row?.value ?? '';
}
