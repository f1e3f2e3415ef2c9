/** Examines a server for `race-lab doctor`, without changing it. */
import { nowMs } from '../own-timers.js';
import { readCapacity, type Capacity } from './capacity.js';
import { describeTarget, type ConnectionTarget } from './address.js';
import { openControl } from './connect.js';
import { connectionFailure } from './connection-failure.js';
import { cacheDirectory, runsDirectory } from './embedded/places.js';
import { startEmbedded } from './embedded/server.js';
import { findServerUser } from './embedded/server-user.js';
import type { SessionOptions } from './opening.js';
import { Session } from './session.js';

export interface EmbeddedFindings {
  readonly version: string;
  readonly startMs: number;
  readonly cacheDirectory: string;
  readonly runsDirectory: string;
  /** A phrase that names the user of the server's process. */
  readonly runsAs: string;
}

/** Starts an embedded server and stops it. @throws {EnvironmentError} when the server does not start */
export async function examineEmbedded(cache: string | undefined): Promise<EmbeddedFindings> {
  const user = await findServerUser();
  const began = nowMs();
  const server = await startEmbedded({ connections: 1, cache });
  try {
    const startMs = nowMs() - began;
    const session = await Session.open(server.target, null);
    return {
      version: await ask(session, "current_setting('server_version')"),
      startMs,
      cacheDirectory: await cacheDirectory(user, cache),
      runsDirectory: await runsDirectory(user),
      runsAs: user.switchTo
        ? `as user nobody (we are root)`
        : `as user ${process.env['USER'] ?? user.uid}`,
    };
  } finally {
    await server.stop();
  }
}

export interface ServerFindings {
  readonly version: string;
  /** User, host and database, without the password. */
  readonly where: string;
  readonly capacity: Capacity;
  readonly mayCreateSchema: boolean;
  readonly fsync: string;
  readonly synchronousCommit: string;
  readonly deadlockTimeout: string;
  /** Schemas with a name like those of race-lab, as far as the role can see. */
  readonly labSchemas: readonly string[];
  readonly mayCreateDatabase: boolean;
  /** Databases with a name like those of race-lab. */
  readonly labDatabases: readonly string[];
}

/**
 * Examines an existing server.
 * @throws {EnvironmentError} when the connection fails, or the address is that of a pool that shares
 *   its server sessions between clients
 * @throws the signal's reason
 */
export async function examineServer(
  url: string,
  options: SessionOptions = {},
): Promise<ServerFindings> {
  const target: ConnectionTarget = { kind: 'url', url };
  const session = await openControl(target, options);
  const stop = () => session.abandon(new Error('interrupted'));
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    return await findingsOf(session, target);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw connectionFailure(error, target);
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await session.close();
  }
}

async function findingsOf(session: Session, target: ConnectionTarget): Promise<ServerFindings> {
  const right = `has_database_privilege(current_database(), 'create')::text`;
  const schemas = `(select coalesce(string_agg(nspname, ',' order by nspname), '')
                     from pg_namespace where nspname ~ '${NAME}')`;
  const databases = `(select coalesce(string_agg(datname, ',' order by datname), '')
                       from pg_database where datname ~ '${NAME}')`;
  const creates = `(select (rolcreatedb or rolsuper)::text from pg_roles where rolname = current_user)`;
  return {
    version: await ask(session, "current_setting('server_version')"),
    where: describeTarget(target),
    capacity: await readCapacity(session),
    mayCreateSchema: (await ask(session, right)) === 'true',
    fsync: await ask(session, "current_setting('fsync')"),
    synchronousCommit: await ask(session, "current_setting('synchronous_commit')"),
    deadlockTimeout: await ask(session, "current_setting('deadlock_timeout')"),
    labSchemas: namesIn(await ask(session, schemas)),
    mayCreateDatabase: (await ask(session, creates)) === 'true',
    labDatabases: namesIn(await ask(session, databases)),
  };
}

/** The names of race-lab's schemas and databases. */
const NAME = '^race_lab_[0-9a-f]{12}(_[0-9]+)?$';

const namesIn = (list: string): readonly string[] => list.split(',').filter((name) => name !== '');

/** Returns the value of one SQL expression of type text. */
async function ask(session: Session, expression: string): Promise<string> {
  const [row] = await session.query<{ value: string }>(`select ${expression} as value`);
  return row?.value ?? '';
}
