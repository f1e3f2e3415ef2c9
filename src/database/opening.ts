/** Opens and closes a session's connection, and sends its first statements. */
import type postgres from 'postgres';

import { clearTimeout, setTimeout } from '../own-timers.js';
import type { ConnectionTarget } from './address.js';
import { connect, toFastProperties, type Connection } from './driver.js';
import { PATIENCE, type Patience } from './patience.js';
import { SET_ALL, SET_FIRST } from './settings.js';
import { within } from './within.js';

type Sql = Connection['sql'];

/** How to open a session. */
export interface SessionOptions {
  readonly patience?: Patience | undefined;
  /** Stops the opening. */
  readonly signal?: AbortSignal | undefined;
  /** How long its statements wait for a lock, in milliseconds [for ever]. */
  readonly lockMs?: number;
}

/** A connection with the pid of its backend. */
export interface OpenSession {
  readonly connection: Connection;
  /** The pid that the backend itself returned. */
  readonly pid: number;
  /** The pid in the server's BackendKeyData message. A pool sends another one. */
  readonly announcedPid: number;
}

interface BackendRow {
  readonly pid: number;
}

/** The query that returns the backend's pid, and the statements sent before it without waiting. */
export type FirstQuestion = readonly [
  naming: postgres.PendingQuery<BackendRow[]>,
  ...before: readonly PromiseLike<unknown>[],
];

/** Sets nothing, and depends on no search_path. */
const WHO = 'select pg_catalog.pg_backend_pid() as pid';

/** Asks only for the backend's pid. */
export const nameOnly = (sql: Sql): FirstQuestion => [sql.unsafe<BackendRow[]>(WHO)];

/**
 * Sets all settings.
 * @param schema null: none yet
 * @param lockMs how long statements wait for a lock; 0: for ever
 */
export function pinAll(sql: Sql, schema: string | null, lockMs: number): FirstQuestion {
  // Without execute(), the driver would not send it before it is awaited.
  const first = sql.unsafe(SET_FIRST).simple().execute();
  return [sql.unsafe<BackendRow[]>(SET_ALL, [schema ?? '', `${lockMs}ms`]), first];
}

interface OpeningOptions extends Omit<SessionOptions, 'lockMs'> {
  readonly first: (sql: Sql) => FirstQuestion;
}

/**
 * Connects, and sends the first statements.
 * @param onLost is called when the connection is lost, during the opening or later
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

/** How long a connection may take to close, in milliseconds: a dead peer never answers. */
const GOODBYE_MS = 300;

/** Closes a connection without waiting for its statements. */
export async function closeConnection(connection: Connection): Promise<void> {
  const timer = setTimeout(() => connection.destroy(new Error('it was closed')), GOODBYE_MS);
  try {
    await connection.sql.end({ timeout: 0 });
  } finally {
    clearTimeout(timer);
    connection.destroy(new Error('it was closed'));
  }
}
