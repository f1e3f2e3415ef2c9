/** The databases that race-lab creates for cases. */
import { EnvironmentError } from '../errors.js';
import type { ServerInfo } from '../model.js';
import { sleep } from '../own-timers.js';
import { option } from '../text/option.js';
import { capitalized, listed } from '../text/words.js';
import { describeTarget, type ConnectionTarget } from './address.js';
import { openSession } from './connect.js';
import { errorCode } from './driver-errors.js';
import type { Patience } from './patience.js';
import { SessionLost } from './session-lost.js';
import type { Session } from './session.js';

/** What the databases of a run need. */
export interface CaseDatabasesOptions {
  /** The session that creates and drops them. */
  readonly control: Session;
  readonly target: ConnectionTarget;
  /** Where each of their names begins. */
  readonly prefix: string;
  readonly isEmbedded: boolean;
  /** How the server copies a database, as a clause. */
  readonly copying: string;
  readonly patience: Patience;
  /** Opens a session on one of them. */
  readonly openSession: (database: string) => Promise<Session>;
}

/** Creates and drops databases. Knows which ones exist. */
export class CaseDatabases {
  readonly #options: CaseDatabasesOptions;
  readonly #names = new Set<string>();
  #count = 0;
  /** The creation that is under way. */
  #creating: Promise<unknown> = Promise.resolve();

  constructor(options: CaseDatabasesOptions) {
    this.#options = options;
  }

  get areGone(): boolean {
    return this.#names.size === 0;
  }

  /** Waits until no database is being created. */
  async settled(): Promise<void> {
    await this.#creating;
  }

  /**
   * Creates a database.
   * @param template null: an empty one
   * @returns its name
   * @throws {EnvironmentError} when the role may not
   */
  async create(template: string | null): Promise<string> {
    const { prefix, isEmbedded, target } = this.#options;
    this.#count += 1;
    const name = `${prefix}_${this.#count}`;
    // Recorded first, because a database must be dropped even when its reply was lost.
    this.#names.add(name);
    try {
      if (template !== null) await this.#copy(template, name);
      // The embedded server has no template1. Nobody else is connected to its only database.
      else if (isEmbedded) await this.#copy('postgres', name);
      else await this.#copyEmpty(name);
    } catch (error) {
      if (!(error instanceof SessionLost)) this.#names.delete(name);
      throw notCreated(error, target);
    }
    return name;
  }

  async #copy(template: string, name: string): Promise<void> {
    const { control, copying, patience } = this.#options;
    const command = `create database ${name} template ${template}${copying}`;
    const created = control.script(command, patience.databaseMs);
    this.#creating = created.catch(() => undefined);
    await created;
  }

  /** While anyone is connected to template1, it cannot be copied. */
  async #copyEmpty(name: string): Promise<void> {
    try {
      await this.#copy('template1', name);
    } catch (error) {
      if (!NOT_COPIED.has(errorCode(error) ?? '')) throw error;
      await this.#copy('template0', name);
    }
  }

  /** Drops a database with all connections to it. */
  async drop(name: string): Promise<void> {
    await this.#dropOn(this.#options.control, name);
  }

  /**
   * Drops all databases.
   * @throws {EnvironmentError} that says what is left, and how to remove it
   */
  async dropAll(): Promise<void> {
    if (this.areGone) return;
    const { control, target, patience } = this.#options;
    // Dropped before it is created, it would be left.
    await Promise.race([this.#creating, sleep(patience.hurriedCleanUpMs, null, { ref: false })]);
    const isUsable = !control.lost && !control.isWaiting;
    const session = isUsable
      ? control
      : await openSession(target, null, '', { patience }).catch(() => null);
    if (session === null) throw this.#notDropped(undefined);
    try {
      for (const name of this.#names) await this.#dropOn(session, name);
    } catch (cause) {
      throw this.#notDropped(cause);
    } finally {
      if (session !== control) await session.close();
    }
  }

  async #dropOn(session: Session, name: string): Promise<void> {
    const { databaseMs } = this.#options.patience;
    const drop = () => session.script(`drop database if exists ${name} with (force)`, databaseMs);
    try {
      await drop();
    } catch (error) {
      if (errorCode(error) !== IN_USE) throw error;
      await this.#endPrepared(name);
      await drop();
    }
    this.#names.delete(name);
  }

  /** Prepared transactions keep a database from being dropped. */
  async #endPrepared(name: string): Promise<void> {
    const session = await this.#options.openSession(name);
    try {
      await rollBackPrepared(session);
    } finally {
      await session.close();
    }
  }

  #notDropped(cause: unknown): EnvironmentError {
    const reason = cause instanceof Error ? cause.message : 'the connection was lost';
    return new EnvironmentError(`databases could not be dropped: ${reason}`, {
      code: 'DATABASE_NOT_DROPPED',
      hint: `${capitalized(this.tellLeft())}.`,
      cause,
    });
  }

  /** Which databases are left, and how to drop them, as a clause. */
  tellLeft(): string {
    const names = [...this.#names];
    const commands = names.map((name) => `drop database if exists ${name}`).join('; ');
    const [verb, what] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
    return `${listed(names)} ${verb} left on ${describeTarget(this.#options.target)}; to drop ${what}: ${commands}`;
  }
}

/**
 * How a server best copies a small database. `file_copy` needs two checkpoints and writes no page to the WAL. Where
 * a checkpoint waits for no disk, it takes a third of the time. (Manual, `CREATE DATABASE`, `STRATEGY`)
 * @param server its version, such as `18.4`; before 15 there is no choice
 * @returns a clause, empty: the server's default
 */
export function copyingOn({ version, fsync }: Pick<ServerInfo, 'version' | 'fsync'>): string {
  return fsync === 'off' && Number.parseInt(version, 10) >= 15 ? ' strategy file_copy' : '';
}

/** Rolls back the prepared transactions of the session's database. @returns their names */
export async function rollBackPrepared(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ gid: string; command: string }>(
    `select gid, format('rollback prepared %L', gid) as command from pg_catalog.pg_prepared_xacts
      where database = current_database()`,
  );
  for (const { command } of rows) await session.script(command);
  return rows.map(({ gid }) => gid);
}

/** `object_in_use` */
const IN_USE = '55006';
/** The template is in use, or does not exist. */
const NOT_COPIED: ReadonlySet<string> = new Set([IN_USE, '3D000']);

function notCreated(cause: unknown, target: ConnectionTarget): unknown {
  if (cause instanceof SessionLost) return cause;
  const where = describeTarget(target);
  if (errorCode(cause) === '42501') {
    return new EnvironmentError(`the role may not create a database on ${where}`, {
      code: 'DATABASE_NOT_CREATED',
      hint: `Grant it: alter role … createdb; or use another role in ${option('url')}.`,
      cause,
    });
  }
  const words = cause instanceof Error ? cause.message : String(cause);
  return new EnvironmentError(`no database could be created on ${where}: ${words}`, {
    code: 'DATABASE_NOT_CREATED',
    hint: "Look at the server's log and at the privileges of the role.",
    cause,
  });
}
