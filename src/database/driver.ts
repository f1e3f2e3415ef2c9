/** The driver, as we use it: one connection each, and nothing behind our back. */
import postgres from 'postgres';

import { connectLocal } from './local-socket.js';
import { splitSocket } from './socket-url.js';

/** Where and as whom to connect. */
export type ConnectionTarget =
  | { readonly kind: 'url'; readonly url: string }
  | {
      readonly kind: 'socket';
      readonly path: string;
      readonly user: string;
      readonly database: string;
    };

/** How long a server may take to let us in. */
const CONNECT_SECONDS = 10;

/**
 * The driver connects again and again to a peer that accepts and closes, as a proxy without its
 * server does; its own time limit starts anew each time.
 */
export async function withinTime<T>(opening: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = Object.assign(new Error('the server let nobody in'), { code: 'CONNECT_TIMEOUT' });
    timer = setTimeout(reject, CONNECT_SECONDS * 1000, error);
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function connect(target: ConnectionTarget, onLost: (reason: Error) => void) {
  const options = {
    max: 1,
    fetch_types: false,
    max_lifetime: null,
    idle_timeout: 0,
    connect_timeout: CONNECT_SECONDS,
    onnotice: () => {},
    onclose: () => onLost(new Error('the server closed the connection')),
    // Balances and versions stay far below 2^53: the plan's limits see to it.
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
    },
  };
  if (target.kind === 'url') {
    const { url, path } = splitSocket(target.url);
    return postgres(url, path === null ? options : { ...options, ...local(path) });
  }
  const { path, user, database } = target;
  return postgres({ ...options, ...local(path), user, database });
}

/** The driver's options for a Unix socket; `socket` is one that its types do not know. */
const local = (path: string) => ({
  path,
  socket: () => connectLocal(path),
});

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
