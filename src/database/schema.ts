import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { EnvironmentError } from '../errors.js';
import { sqlFile } from './accounts.js';
import { connectionFailure, describeTarget } from './connection-failure.js';
import { errorCode } from './driver-errors.js';
import type { ConnectionTarget } from './driver.js';
import { Session } from './session.js';

/** A name that no other run has. */
export const newSchemaName = (): string => `race_lab_${randomBytes(6).toString('hex')}`;

/**
 * Makes a schema with the lab's tables, all or nothing.
 * @throws {EnvironmentError} when the role may not
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
    if (errorCode(error) !== '42501') throw connectionFailure(error, target);
    throw new EnvironmentError(`the role may not create a schema on ${describeTarget(target)}`, {
      hint: 'Grant it: grant create on database … to …; or use another role in --url.',
      cause: error,
    });
  }
}

/**
 * Drops a run's schemas, whatever became of its sessions.
 * @param schemas that of the run first; the names of all others begin with it
 * @throws {EnvironmentError} that says what is left
 */
export async function dropSchemas(
  target: ConnectionTarget,
  schemas: readonly string[],
): Promise<void> {
  const [first = ''] = schemas;
  try {
    // The control session may be in use or lost: a fresh one is neither.
    const session = await openPatiently(target);
    try {
      await endBackends(session, first);
      await session.script(`drop schema if exists ${schemas.join(', ')} cascade`);
    } finally {
      await session.close();
    }
  } catch (cause) {
    throw new EnvironmentError(
      `the schema ${first} could not be dropped from ${describeTarget(target)}`,
      { hint: `When the server is back: drop schema ${schemas.join(', ')} cascade`, cause },
    );
  }
}

/**
 * Drops all schemas of a run of which only the first one's name is known.
 * @throws {EnvironmentError} that says what is left
 */
export async function dropRun(target: ConnectionTarget, first: string): Promise<void> {
  const session = await openPatiently(target);
  let names: readonly string[];
  try {
    const found = await session.query<{ name: string }>(
      'select nspname as name from pg_namespace where nspname ^@ $1 order by nspname',
      [first],
    );
    names = found.map(({ name }) => name);
  } finally {
    await session.close();
  }
  if (names.length > 0) await dropSchemas(target, names);
}

/** A closed connection's process may still wait for a lock, or hold one that the drop needs. */
async function endBackends(session: Session, schema: string): Promise<void> {
  await session.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name ^@ $1 and usename = current_user and pid <> pg_backend_pid()`,
    [`race-lab ${schema}`],
  );
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
