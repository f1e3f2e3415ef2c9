/** The driver, as we use it: one connection each, and nothing behind our back. */
import postgres from 'postgres';

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
    return postgres(url, path === null ? options : { ...options, path });
  }
  return postgres({ ...options, path: target.path, user: target.user, database: target.database });
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
