import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { EnvironmentError } from '../errors.js';
import type { ServerInfo } from '../model.js';
import { sqlFile } from './accounts.js';
import { requireCapacity } from './capacity.js';
import { connectionFailure, describeTarget } from './connection-failure.js';
import { startEmbedded, type EmbeddedServer } from './embedded/server.js';
import { errorCode, Session, type ConnectionTarget } from './session.js';
import { endBackends } from './waits.js';

export interface DatabaseOptions {
  /** An existing server; null: an embedded one is started. */
  readonly url: string | null;
  /** Connections that will be opened beside the control session. */
  readonly connections: number;
  /** What to do when an existing server has fewer; a complete sentence. */
  remedy(free: number): string;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
}

/** A server with a fresh schema for one run, and the sessions opened on it. */
export interface LabDatabase {
  readonly info: ServerInfo;
  /** For preparing and looking; workers never use it. */
  readonly control: Session;
  /** Opens that many sessions at once. @throws {EnvironmentError} when the server refuses */
  openSessions(count: number): Promise<readonly Session[]>;
  /** Opens a further session. @throws {EnvironmentError} when the server refuses */
  openSession(schema?: string): Promise<Session>;
  /**
   * Makes a further schema like the run's own, which goes with it.
   * @returns its name
   * @throws {EnvironmentError} when the server refuses
   */
  addSchema(): Promise<string>;
  /** Ends all sessions at once: whatever is under way on them is rejected. */
  endSessions(): void;
  /** The server processes behind the sessions opened so far. */
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
  const control = await connectTo(target, null);
  try {
    const version = await requireVersion(control);
    if (!server) await requireCapacity(control, options);
    const settings = {
      fsync: await setting(control, 'fsync'),
      synchronousCommit: await setting(control, 'synchronous_commit'),
    };
    // Last, so that nothing can fail between making it and being able to drop it.
    const schema = `race_lab_${randomBytes(6).toString('hex')}`;
    await createSchema(control, target, schema);
    await control.script(
      `set search_path to ${schema}; set application_name to 'race-lab ${schema}'`,
    );
    const kind = server ? 'embedded' : 'external';
    const info: ServerInfo = { kind, version, schema, ...settings };
    return new OpenDatabase(target, control, info, server);
  } catch (error) {
    await control.close();
    throw error;
  }
}

class OpenDatabase implements LabDatabase {
  readonly info: ServerInfo;
  readonly control: Session;
  readonly #target: ConnectionTarget;
  readonly #server: EmbeddedServer | null;
  readonly #sessions: Session[] = [];
  readonly #schemas: string[];

  constructor(
    target: ConnectionTarget,
    control: Session,
    info: ServerInfo,
    server: EmbeddedServer | null,
  ) {
    this.#target = target;
    this.control = control;
    this.info = info;
    this.#server = server;
    this.#schemas = [info.schema];
  }

  async openSessions(count: number): Promise<readonly Session[]> {
    const opened = await Promise.allSettled(
      Array.from({ length: count }, () => this.openSession()),
    );
    return opened.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  async openSession(schema = this.info.schema): Promise<Session> {
    const session = await connectTo(this.#target, schema);
    this.#sessions.push(session);
    return session;
  }

  async addSchema(): Promise<string> {
    const schema = `${this.info.schema}_${this.#schemas.length + 1}`;
    // Noted first: what is half made has to be dropped as well.
    this.#schemas.push(schema);
    await createSchema(this.control, this.#target, schema);
    return schema;
  }

  endSessions(): void {
    for (const session of [...this.#sessions, this.control]) session.close().catch(() => undefined);
  }

  pids(): readonly number[] {
    return this.#sessions.map(({ pid }) => pid);
  }

  async endLostSessions(): Promise<boolean> {
    const pids = this.#sessions.filter((session) => session.lost).map(({ pid }) => pid);
    return endBackends(this.control, pids);
  }

  async close(keep = false): Promise<void> {
    try {
      await Promise.all(this.#sessions.map((session) => session.close()));
      if (!this.#server && !keep) await this.#dropSchema();
    } finally {
      await this.control.close().catch(() => undefined);
      await this.#server?.stop();
    }
  }

  async #dropSchema(): Promise<void> {
    try {
      // The control session may be in use or lost: a fresh one is neither.
      const session = await openPatiently(this.#target);
      try {
        await this.#endBackends(session);
        await session.script(`drop schema if exists ${this.#schemas.join(', ')} cascade`);
      } finally {
        await session.close();
      }
    } catch (cause) {
      throw new EnvironmentError(
        `the schema ${this.info.schema} could not be dropped from ${describeTarget(this.#target)}`,
        { hint: `When the server is back: drop schema ${this.#schemas.join(', ')} cascade`, cause },
      );
    }
  }

  /** A closed connection's process may still wait for a lock, or hold one that the drop needs. */
  async #endBackends(session: Session): Promise<void> {
    await session.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name ^@ $1 and usename = current_user and pid <> pg_backend_pid()`,
      [`race-lab ${this.info.schema}`],
    );
  }
}

async function connectTo(target: ConnectionTarget, schema: string | null): Promise<Session> {
  try {
    return await Session.open(target, schema);
  } catch (error) {
    throw connectionFailure(error, target);
  }
}

/** A server that crashed comes back after its recovery; so long is worth waiting to clean up. */
const PATIENCE_MS = 5_000;
const BETWEEN_TRIES_MS = 200;

async function openPatiently(target: ConnectionTarget): Promise<Session> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await Session.open(target, null);
    } catch (error) {
      if (performance.now() >= deadline) throw error;
      await sleep(BETWEEN_TRIES_MS);
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

/** Makes a schema with the lab's tables. */
async function createSchema(
  control: Session,
  target: ConnectionTarget,
  schema: string,
): Promise<void> {
  try {
    await control.script(
      `begin; create schema ${schema}; set local search_path to ${schema}; ${await sqlFile('schema.sql')}; commit`,
    );
  } catch (error) {
    if (errorCode(error) !== '42501') throw connectionFailure(error, target);
    throw new EnvironmentError(`the role may not create a schema on ${describeTarget(target)}`, {
      hint: 'Grant it: grant create on database … to …; or use another role in --url.',
      cause: error,
    });
  }
}
