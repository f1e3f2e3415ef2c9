/** The driver, as we use it: one connection each, and nothing behind our back. */
import type { Socket } from 'node:net';

import postgres from 'postgres';

import { addressOf, type Address, type ConnectionTarget } from './address.js';
import { openSocket } from './socket.js';

/** A connection of the driver's, which is made when the first statement is sent. */
export interface Connection {
  readonly sql: postgres.Sql<{ bigint: number }>;
  /** Ends it at once, whether its peer answers or not. */
  destroy(reason: Error): void;
}

export interface ConnectOptions {
  /** How long it may take, in milliseconds. */
  readonly withinMs: number;
  readonly onLost: (reason: Error) => void;
}

/** @throws {ConnectionStringError} for a URL that the plan would have refused */
export function connect(target: ConnectionTarget, options: ConnectOptions): Connection {
  const address = addressOf(target);
  const ending = new AbortController();
  let socket: Socket | undefined;
  const open = async () => {
    // The driver would connect again and again to a peer that accepts and closes.
    if (socket !== undefined) throw closedEarly();
    socket = await openSocket(address, ending.signal);
    return socket;
  };
  // Its types do not know `socket`.
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
    // What the URL says of TLS is the socket's business.
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
    // Balances and versions stay far below 2^53: the plan's limits see to it.
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
    },
  };
}

/** The connection was closed before the session was ready. */
const closedEarly = () =>
  Object.assign(new Error('the server closed the connection'), { code: 'CLOSED_EARLY' });

/** A password as the server has prepared it: SASLprep, RFC 4013. One that it does not allow stays as it is. */
async function prepared(password: string): Promise<string> {
  if (/^[\x20-\x7e]*$/.test(password)) return password;
  // Its tables are large, and nearly all passwords do without.
  const { default: saslprep } = await import('@mongodb-js/saslprep');
  try {
    return saslprep(password);
  } catch {
    return password;
  }
}

/** More than enough for the read to be looked at by V8's inline caches. */
const READS = 100;

/**
 * Makes a class of the driver one that V8 can compile. A static accessor with a computed name, like
 * `[Symbol.species]`, leaves the class itself in dictionary mode; the compiler takes `super()` to
 * depend on fast properties, and throws away what it has compiled, over and over. To be read through
 * as a prototype gives an object fast properties. (The package `to-fast-properties` asks V8 by name,
 * and for that changes the flags of the whole process.)
 */
export function toFastProperties(type: object): void {
  const heir: { readonly absent?: unknown } = Object.create(type);
  for (let read = 0; read < READS; read += 1) void heir.absent;
}

/** What a strategy may send; the driver writes each as its parameter's type on the server. */
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
