import { EnvironmentError } from '../errors.js';
import type { Leftovers } from '../leftovers.js';
import type { ServerInfo } from '../model.js';
import { describeTarget, type ConnectionTarget } from './address.js';
import { requireCapacity } from './capacity.js';
import { openControl } from './connect.js';
import { startEmbedded, type EmbeddedServer } from './embedded/server.js';
import { OpenDatabase } from './open-database.js';
import { requireOpenFiles } from './open-files.js';
import type { LabDatabase } from './lab-database.js';
import { PATIENCE, type Patience } from './patience.js';
import { createSchema, dropSchemas, newSchemaName, tellLeft } from './schema.js';
import { SessionLost } from './session-lost.js';
import type { Session } from './session.js';

export interface DatabaseOptions {
  /** An existing server; null: an embedded one is started. */
  readonly url: string | null;
  /** How many connections the run opens beside the control session. */
  readonly connections: number;
  /** What to do when an existing server has fewer connections; a complete sentence. */
  readonly remedy: (free: number) => string;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
  /** Stops the opening. The caller closes what is open by then. */
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience | undefined;
  /** Receives what stays behind if the process ends before the database is closed. */
  readonly leftovers?: Leftovers | undefined;
}

/** The oldest server on which the strategies' claims were tested. */
const OLDEST_VERSION = 13;

/**
 * Opens the run's database: an embedded server, or a fresh schema on an existing one. Nothing
 * outside that schema is read or written, except the server's own catalogs.
 * @throws {EnvironmentError} with one clear message; nothing is left behind
 * @throws the signal's reason
 */
export async function openDatabase(options: DatabaseOptions): Promise<LabDatabase> {
  requireOpenFiles(options.connections);
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
  const { remedy, signal, patience = PATIENCE, leftovers } = options;
  const control = await openControl(target, { signal, patience, lockMs: patience.lockMs });
  const stop = () => control.abandon(new Error('interrupted'));
  signal?.addEventListener('abort', stop, { once: true });
  const schema = newSchemaName();
  let mayExist = false;
  let isGone = () => {};
  try {
    const info = await lookAt(control, options, server, schema);
    mayExist = server === null;
    if (mayExist) isGone = leftovers?.add(() => tellLeft(target, [schema])) ?? isGone;
    // Last, so that no error can happen between creating the schema and being able to drop it.
    await createSchema(control, target, schema);
    const parts = { target, control, info, server, remedy: remedy(1), patience, leftovers };
    return new OpenDatabase(parts);
  } catch (error) {
    const isLost = error instanceof SessionLost;
    await control.close();
    if (isLost && mayExist) await dropLost(target, schema, patience);
    signal?.throwIfAborted();
    throw isLost ? lostWhileOpening(target, error) : error;
  } finally {
    isGone();
    signal?.removeEventListener('abort', stop);
  }
}

/** Reads the server's version and settings, and names the session after the schema to create. */
export async function lookAt(
  control: Session,
  options: Pick<DatabaseOptions, 'connections' | 'remedy'>,
  server: EmbeddedServer | null,
  schema: string,
): Promise<ServerInfo> {
  const version = await requireVersion(control);
  if (!server) await requireCapacity(control, options);
  const settings = {
    fsync: await setting(control, 'fsync'),
    synchronousCommit: await setting(control, 'synchronous_commit'),
  };
  const name = `race-lab ${schema}`;
  await control.script(`set search_path to ${schema}; set application_name to '${name}'`);
  return { kind: server ? 'embedded' : 'external', version, schema, ...settings };
}

/** The server may have created the schema although its reply was lost. */
function dropLost(target: ConnectionTarget, schema: string, patience: Patience): Promise<void> {
  const withinMs = patience.hurriedCleanUpMs;
  return dropSchemas({ target, schemas: [schema], session: null, withinMs, patience });
}

const lostWhileOpening = (target: ConnectionTarget, cause: SessionLost): EnvironmentError =>
  new EnvironmentError(
    `the connection to ${describeTarget(target)} was lost at the start: ${cause.reason}`,
    {
      code: 'SERVER_LOST',
      hint: 'Nothing was started. Check the server and the network, and try again.',
      cause,
    },
  );

/** @throws {EnvironmentError} for a server that is too old */
export async function requireVersion(control: Session): Promise<string> {
  const number = Number(await setting(control, 'server_version_num'));
  const version = await setting(control, 'server_version');
  if (number >= OLDEST_VERSION * 10_000) return version;
  throw new EnvironmentError(`the server is PostgreSQL ${version}`, {
    code: 'SERVER_TOO_OLD',
    hint: `race-lab needs PostgreSQL ${OLDEST_VERSION} or newer.`,
  });
}

async function setting(control: Session, name: string): Promise<string> {
  const [row] = await control.query<{ value: string }>('select current_setting($1) as value', [
    name,
  ]);
  return row?.value ?? '';
}
