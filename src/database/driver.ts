/** The driver with race-lab's settings: one connection per instance, no statements of its own, no reconnects. */
import type { Socket } from 'node:net';

import postgres from 'postgres';

import { addressOf, type Address, type ConnectionTarget } from './address.js';
import { openSocket } from './socket.js';

/** A connection of the driver. The driver opens it when the first statement is sent. */
export interface Connection {
  readonly sql: postgres.Sql<{ bigint: number }>;
  /** Closes it at once, even when its peer does not answer. */
  destroy(reason: Error): void;
}

export interface ConnectOptions {
  /** The limit for connecting, in milliseconds. */
  readonly withinMs: number;
  readonly onLost: (reason: Error) => void;
}

/** @throws {ConnectionStringError} for a URL that the plan would have refused */
export function connect(target: ConnectionTarget, options: ConnectOptions): Connection {
  const address = addressOf(target);
  const ending = new AbortController();
  let socket: Socket | undefined;
  const open = async () => {
    // Otherwise the driver would reconnect for ever to a peer that accepts and closes.
    if (socket !== undefined) throw closedEarly();
    socket = await openSocket(address, ending.signal);
    return socket;
  };
  // The driver's types lack `socket`.
  const opening = { socket: open };
  const sql = postgres({ ...driverOptions(address, options), ...opening });
  return {
    sql,
    destroy: (reason) => {
      ending.abort(reason);
      socket?.destroy(reason);
    },
  };
}

function driverOptions(address: Address, { withinMs, onLost }: ConnectOptions) {
  const { host, port, user, password, database } = address;
  return {
    max: 1,
    host,
    port,
    user,
    database,
    pass: () => prepared(password),
    // The socket handles TLS.
    ssl: false,
    sslnegotiation: null,
    fetch_types: false,
    max_lifetime: null,
    idle_timeout: 0,
    connect_timeout: withinMs / 1000,
    max_pipeline: 100,
    keep_alive: 60,
    prepare: true,
    debug: false,
    publications: '',
    connection: { application_name: 'race-lab', ...address.settings },
    onnotice: () => {},
    onclose: () => onLost(new Error('the server closed the connection')),
    // The plan's limits keep balances and versions far below 2^53.
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
    },
  };
}

/** The connection was closed before the session was ready. */
const closedEarly = () =>
  Object.assign(new Error('the server closed the connection'), { code: 'CLOSED_EARLY' });

/** A password after SASLprep (RFC 4013), as the server prepares it. One that SASLprep rejects stays as it is. */
async function prepared(password: string): Promise<string> {
  if (/^[\x20-\x7e]*$/.test(password)) return password;
  // Loaded on demand, because its tables are large and few passwords need them.
  const { default: saslprep } = await import('@mongodb-js/saslprep');
  try {
    return saslprep(password);
  } catch {
    return password;
  }
}

/** More than enough reads for V8's inline caches. */
const READS = 100;

/**
 * Makes a class of the driver one that V8 can compile. A static accessor with a computed name, like
 * `[Symbol.species]`, leaves the class in dictionary mode. The compiler assumes that `super()` depends on
 * fast properties, and discards its compiled code again and again. An object that serves as a prototype
 * for reads gets fast properties. (The package `to-fast-properties` calls V8's own function, and for that
 * changes the flags of the whole process.)
 */
export function toFastProperties(type: object): void {
  const heir: { readonly absent?: unknown } = Object.create(type);
  for (let read = 0; read < READS; read += 1) void heir.absent;
}

/** A parameter as the driver accepts it. The driver encodes it as the parameter's type on the server. */
export function asParameter(value: unknown): string | number | boolean | Date | null {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    default:
      if (value === null || value === undefined) return null;
      if (value instanceof Date) return value;
      return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  }
}
