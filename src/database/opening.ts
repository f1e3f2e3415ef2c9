/** How a session begins and ends: its connection, the first thing that is asked on it, and the goodbye. */
import type postgres from 'postgres';

import type { ConnectionTarget } from './address.js';
import { connect, toFastProperties, type Connection } from './driver.js';
import { PATIENCE, type Patience } from './patience.js';
import { SET_ALL, SET_FIRST } from './settings.js';
import { within } from './within.js';

type Sql = Connection['sql'];

/** What a session is opened with. */
export interface SessionOptions {
  readonly patience?: Patience | undefined;
  /** Ends the attempt to open it. */
  readonly signal?: AbortSignal | undefined;
  /** How long its statements wait for a lock, in milliseconds [for ever]. */
  readonly lockMs?: number;
}

/** A connection whose server has said which process it is. */
export interface OpenSession {
  readonly connection: Connection;
  /** The server process behind it. */
  readonly pid: number;
  /** The process that the server named when the session began. */
  readonly announcedPid: number;
}

interface BackendProcess {
  readonly pid: number;
}

/** The statement that names the process, and what goes to the server before it, without waiting. */
export type FirstQuestion = readonly [
  naming: postgres.PendingQuery<BackendProcess[]>,
  ...before: readonly PromiseLike<unknown>[],
];

/** It sets nothing, and looks nothing up by an unqualified name. */
const WHO = 'select pg_catalog.pg_backend_pid() as pid';

/** Asks who it is, and nothing else. */
export const nameOnly = (sql: Sql): FirstQuestion => [sql.unsafe<BackendProcess[]>(WHO)];

/**
 * Pins all settings.
 * @param schema null: none yet
 * @param lockMs how long statements wait for a lock; 0: for ever
 */
export function pinAll(sql: Sql, schema: string | null, lockMs: number): FirstQuestion {
  // The driver sends nothing by itself before somebody waits.
  const first = sql.unsafe(SET_FIRST).simple().execute();
  return [sql.unsafe<BackendProcess[]>(SET_ALL, [schema ?? '', `${lockMs}ms`]), first];
}

interface OpeningOptions extends Omit<SessionOptions, 'lockMs'> {
  readonly first: (sql: Sql) => FirstQuestion;
}

/**
 * Connects, and asks the first question.
 * @param onLost told when the connection is lost, now or later
 * @throws the driver's or the server's error, see `connectionFailure`
 * @throws the signal's reason
 */
export async function openConnection(
  target: ConnectionTarget,
  { patience = PATIENCE, signal, first }: OpeningOptions,
  onLost: (reason: unknown) => void,
): Promise<OpenSession> {
  signal?.throwIfAborted();
  const connection = connect(target, { withinMs: patience.connectMs, onLost });
  const stop = () => connection.destroy(reasonOf(signal));
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const [query, ...before] = first(connection.sql);
    const [rows] = await within(Promise.all([query, ...before]), patience.connectMs, notInTime);
    toFastProperties(query.constructor);
    toFastProperties(rows.constructor);
    const [row] = rows;
    if (!row) throw new Error('the server did not answer with its process id');
    return { connection, pid: row.pid, announcedPid: rows.state.pid };
  } catch (error) {
    await closeConnection(connection);
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

const reasonOf = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new Error('aborted');

const notInTime = (): Error =>
  Object.assign(new Error('the server did not accept the connection in time'), {
    code: 'CONNECT_TIMEOUT',
  });

/** A peer that is gone does not say goodbye. */
const GOODBYE_MS = 300;

/** Ends a connection at once. */
export async function closeConnection(connection: Connection): Promise<void> {
  const timer = setTimeout(() => connection.destroy(new Error('it was closed')), GOODBYE_MS);
  try {
    await connection.sql.end({ timeout: 0 });
  } finally {
    clearTimeout(timer);
    connection.destroy(new Error('it was closed'));
  }
}
