/** A minimal connection pool that shares server sessions between clients. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

import { addressOf, type ConnectionTarget } from '../../src/database/address.js';

/** How long a client keeps its server session. */
export type PoolMode = 'session' | 'transaction';

export interface Pool {
  /** The URL of the pool, with the user of the server. */
  readonly url: string;
  close(): Promise<void>;
}

/** A connection to the server after its start-up. */
interface Backend {
  readonly socket: Socket;
}

const READY = 'Z'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);

/**
 * Starts a pool in front of a server without password authentication. Like PgBouncer, it uses the session that
 * was returned last, and sends an invented pid in BackendKeyData.
 */
export async function startPool(target: ConnectionTarget, mode: PoolMode): Promise<Pool> {
  const { path, user, database } = addressOf(target);
  if (path === null) throw new Error('the pool expects a socket');
  const idle: Backend[] = [];
  const sockets = new Set<Socket>();
  const backend = async (): Promise<Backend> =>
    idle.pop() ?? { socket: await started(path, user, database, sockets) };
  const server = createServer((client) => {
    sockets.add(client);
    new PoolClient(client, backend, (given) => idle.push(given), mode).serve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `postgres://${user}@127.0.0.1:${portOf(server)}/${database}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return address.port;
}

/** One client of the pool. */
class PoolClient {
  readonly #client: Socket;
  readonly #take: () => Promise<Backend>;
  readonly #giveBack: (backend: Backend) => void;
  readonly #mode: PoolMode;
  #isStarted = false;
  #pending: Buffer = Buffer.alloc(0);
  #backend: Promise<Backend> | null = null;

  constructor(
    client: Socket,
    take: () => Promise<Backend>,
    giveBack: (backend: Backend) => void,
    mode: PoolMode,
  ) {
    this.#client = client;
    this.#take = take;
    this.#giveBack = giveBack;
    this.#mode = mode;
  }

  serve(): void {
    this.#client.on('data', (data) => this.#receive(data));
    this.#client.on('error', () => this.#client.destroy());
    this.#client.on('close', () => void this.#leave());
  }

  #receive(data: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, data]);
    if (!this.#isStarted) {
      if (this.#pending.length < 4 || this.#pending.length < this.#pending.readInt32BE(0)) return;
      this.#pending = this.#pending.subarray(this.#pending.readInt32BE(0));
      this.#isStarted = true;
      this.#client.write(GREETING);
    }
    if (this.#pending.length === 0) return;
    const messages = this.#pending;
    this.#pending = Buffer.alloc(0);
    if (messages[0] !== TERMINATE) void this.#forward(messages);
  }

  async #forward(messages: Buffer): Promise<void> {
    this.#backend ??= this.#assign();
    (await this.#backend).socket.write(messages);
  }

  async #assign(): Promise<Backend> {
    const backend = await this.#take();
    let replies: Buffer = Buffer.alloc(0);
    backend.socket.removeAllListeners('data');
    backend.socket.on('data', (data) => {
      replies = Buffer.concat([replies, data]);
      this.#client.write(data);
      const { isIdle, rest } = readReplies(replies);
      replies = rest;
      if (!isIdle || this.#mode === 'session') return;
      this.#backend = null;
      this.#giveBack(backend);
    });
    return backend;
  }

  /** Closes a client's session, so that no other client gets its settings. */
  async #leave(): Promise<void> {
    (await this.#backend)?.socket.destroy();
  }
}

/** The pool's messages to a new client: AuthenticationOk, an invented BackendKeyData, ReadyForQuery. */
const GREETING = Buffer.concat([
  Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]),
  Buffer.from([0x4b, 0, 0, 0, 12, 0x7f, 0xff, 0xff, 0xfe, 0, 0, 0, 1]),
  Buffer.from([READY, 0, 0, 0, 5, IDLE]),
]);

/** @returns whether the last complete message is ReadyForQuery outside a transaction */
function readReplies(buffer: Buffer): { readonly isIdle: boolean; readonly rest: Buffer } {
  let isIdle = false;
  let at = 0;
  while (buffer.length >= at + 5 && buffer.length >= at + 1 + buffer.readInt32BE(at + 1)) {
    isIdle = buffer[at] === READY && buffer[at + 5] === IDLE;
    at += 1 + buffer.readInt32BE(at + 1);
  }
  return { isIdle: isIdle && at === buffer.length, rest: buffer.subarray(at) };
}

/** Opens a connection to the server, and waits for its first ReadyForQuery. */
async function started(
  path: string,
  user: string,
  database: string,
  sockets: Set<Socket>,
): Promise<Socket> {
  const socket = connect(path);
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  const body = Buffer.from(`\0\x03\0\0user\0${user}\0database\0${database}\0\0`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  socket.write(Buffer.concat([length, body]));
  let replies: Buffer = Buffer.alloc(0);
  await new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      replies = Buffer.concat([replies, data]);
      if (readReplies(replies).isIdle) resolve();
    });
  });
  return socket;
}
