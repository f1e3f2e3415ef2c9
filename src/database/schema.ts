import { randomBytes } from 'node:crypto';

import { EnvironmentError } from '../errors.js';
import { clearTimeout, nowMs, setTimeout, sleep } from '../own-timers.js';
import { sqlFile } from './accounts.js';
import { describeTarget, type ConnectionTarget } from './address.js';
import { connectionFailure } from './connection-failure.js';
import { errorCode } from './driver-errors.js';
import { isLockedOut, tellHolders } from './holders.js';
import { PATIENCE, type Patience } from './patience.js';
import { SessionLost } from './session-lost.js';
import { Session } from './session.js';
import { option } from '../text/option.js';
import { listed } from '../text/words.js';

/** A random name, different for each run. */
export const newSchemaName = (): string => `race_lab_${randomBytes(6).toString('hex')}`;

/** The command that drops schemas. */
export const dropCommand = (schemas: readonly string[]): string =>
  `drop schema ${schemas.join(', ')} cascade`;

/** The message about schemas that were not dropped. */
export const tellLeft = (target: ConnectionTarget, schemas: readonly string[]): string =>
  schemas.length === 1
    ? `${schemas.join()} is left on ${describeTarget(target)}; to drop it: ${dropCommand(schemas)}`
    : `${listed(schemas)} are left on ${describeTarget(target)}; to drop them: ${dropCommand(schemas)}`;

/**
 * Creates a schema with race-lab's tables, in one transaction.
 * @throws {EnvironmentError} when the server refuses
 * @throws {SessionLost}
 */
export async function createSchema(
  control: Session,
  target: ConnectionTarget,
  schema: string,
): Promise<void> {
  try {
    await control.script(
      `begin; create schema ${schema}; set local search_path to ${schema}; ${await sqlFile('schema.sql')}; commit`,
    );
  } catch (error) {
    if (error instanceof SessionLost) throw error;
    await control.script('rollback');
    throw refusedToCreate(error, target);
  }
}

function refusedToCreate(cause: unknown, target: ConnectionTarget): EnvironmentError {
  const where = describeTarget(target);
  if (errorCode(cause) === '42501') {
    return new EnvironmentError(`the role may not create a schema on ${where}`, {
      code: 'SCHEMA_NOT_CREATED',
      hint: `Grant it: grant create on database … to …; or use another role in ${option('url')}.`,
      cause,
    });
  }
  const words = cause instanceof Error ? cause.message : String(cause);
  return new EnvironmentError(`no schema could be created on ${where}: ${words}`, {
    code: 'SCHEMA_NOT_CREATED',
    hint:
      errorCode(cause) === '25006'
        ? 'The server is read-only, for example a standby: use the primary server.'
        : "Look at the server's log and at the privileges of the role.",
    cause,
  });
}

/** Which schemas to drop, and how. */
export interface Dropping {
  readonly target: ConnectionTarget;
  /** The first is the run's schema. The names of all others begin with its name. */
  readonly schemas: readonly string[];
  /** A session to use; null: open a new one. */
  readonly session: Session | null;
  /** The limit for everything together, in milliseconds. */
  readonly withinMs: number;
  readonly patience?: Patience | undefined;
  /** Aborted when the user interrupts. From then on the limit is `patience.hurriedCleanUpMs`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Drops a run's schemas, also when its sessions were lost.
 * @throws {EnvironmentError} that says what is left, why, and how to drop it
 */
export async function dropSchemas(dropping: Dropping): Promise<void> {
  const { session, patience = PATIENCE, signal } = dropping;
  try {
    if (session !== null) return await dropOn(session, dropping);
  } catch (error) {
    // The loss of the session may become visible only now.
    if (!(error instanceof SessionLost) || signal?.aborted) throw await leftover(error, dropping);
  }
  const hurried = { ...dropping, withinMs: Math.min(dropping.withinMs, patience.hurriedCleanUpMs) };
  let fresh: Session | null = null;
  try {
    fresh = await openPatiently(hurried);
    await dropOn(fresh, hurried);
  } catch (error) {
    throw await leftover(error, { ...dropping, session: fresh });
  } finally {
    await fresh?.close();
  }
}

async function leftover(cause: unknown, dropping: Dropping): Promise<EnvironmentError> {
  const { target, schemas, session } = dropping;
  const [first = ''] = schemas;
  const reason = await reasonOf(cause, session, first);
  return new EnvironmentError(
    `the schema ${first} could not be dropped from ${describeTarget(target)}: ${reason}`,
    {
      code: 'SCHEMA_NOT_DROPPED',
      hint: `It is still there. To drop it: ${dropCommand(schemas)}`,
      cause,
    },
  );
}

/** The share of the time for waiting on locks. The rest is for asking the server who holds them. */
const LOCK_SHARE = 0.6;

async function dropOn(
  session: Session,
  { schemas, withinMs, signal, patience = PATIENCE }: Dropping,
): Promise<void> {
  const [first = ''] = schemas;
  const late = () => session.abandon(new Error('the server did not answer in time'));
  const timers = [setTimeout(late, withinMs)];
  const hurry = () => timers.push(setTimeout(late, patience.hurriedCleanUpMs));
  signal?.addEventListener('abort', hurry, { once: true });
  try {
    await endSessionsOf(session, first);
    await session.script(`set lock_timeout to ${Math.round(LOCK_SHARE * withinMs)}`);
    await session.script(dropCommand(schemas).replace('schema', 'schema if exists'));
  } finally {
    signal?.removeEventListener('abort', hurry);
    for (const timer of timers) clearTimeout(timer);
  }
}

async function reasonOf(cause: unknown, session: Session | null, schema: string): Promise<string> {
  if (session !== null && isLockedOut(cause)) return tellHolders(session, schema);
  if (cause instanceof SessionLost) return `the connection was lost: ${cause.reason}`;
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * Drops all schemas and databases of a run when only the name of the first is known.
 * @throws {EnvironmentError} that says what is left
 */
export async function dropRun(target: ConnectionTarget, first: string): Promise<void> {
  const withinMs = PATIENCE.cleanUpMs;
  const session = await openPatiently({ target, withinMs });
  try {
    const found = await session.query<{ name: string }>(
      'select nspname as name from pg_namespace where nspname ^@ $1 order by nspname',
      [first],
    );
    const schemas = found.map(({ name }) => name);
    if (schemas.length > 0) await dropSchemas({ target, schemas, session, withinMs });
    const databases = await session.query<{ name: string }>(
      'select datname as name from pg_database where datname ^@ $1',
      [`${first}_`],
    );
    for (const { name } of databases) await session.script(`drop database ${name} with (force)`);
  } finally {
    await session.close();
  }
}

/** Ends the run's backends. After its connection is closed, a backend may still hold a lock that the drop needs. */
async function endSessionsOf(session: Session, schema: string): Promise<void> {
  await session.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name ^@ $1 and usename = current_user and pid <> pg_backend_pid()`,
    [`race-lab ${schema}`],
  );
}

const BETWEEN_TRIES_MS = 200;

/** Retries until the deadline, because a server that crashed accepts connections again after its recovery. */
async function openPatiently({
  target,
  withinMs,
  patience = PATIENCE,
}: Pick<Dropping, 'target' | 'withinMs' | 'patience'>): Promise<Session> {
  const deadline = nowMs() + withinMs;
  for (;;) {
    const connectMs = Math.max(1, Math.min(patience.connectMs, deadline - nowMs()));
    try {
      return await Session.open(target, null, { patience: { ...patience, connectMs } });
    } catch (error) {
      if (nowMs() + BETWEEN_TRIES_MS >= deadline) throw connectionFailure(error, target);
      await sleep(BETWEEN_TRIES_MS);
    }
  }
}
