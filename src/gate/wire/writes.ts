/**
 * Who writes to the sockets of this process. It confirms what is known by exclusion, and decides where several workers
 * could have written.
 */
import { Socket } from 'node:net';

import { currentWriter, runAsDriver, UNKNOWN, type Writer } from './context.js';
import { noteRequest } from './pending-work.js';

/** Who wrote which part of what one socket has sent. */
export class Writes {
  /** Who wrote first, and so opened the connection. */
  readonly first: Writer;
  /** In order of their first bytes. */
  #parts: { readonly from: number; readonly writer: Writer }[] = [];

  constructor(first: Writer) {
    this.first = first;
  }

  /** @param from how many bytes were written before */
  note(from: number, writer: Writer): void {
    if (this.#parts.at(-1)?.writer !== writer) this.#parts.push({ from, writer });
  }

  /** Who wrote a byte. What is before it is no longer kept. */
  writerOf(byte: number): Writer {
    const next = this.#parts.findIndex(({ from }) => from > byte);
    const at = (next < 0 ? this.#parts.length : next) - 1;
    if (at > 0) this.#parts = this.#parts.slice(at);
    return this.#parts[0]?.writer ?? UNKNOWN;
  }
}

/** By the local port of the client's socket. */
const sockets = new Map<number, Writes>();
/** The ports of the gates that are open. */
const ports = new Set<number>();

/** What the socket of this process with this local port has written; undefined: there is no such socket. */
export const writesFrom = (port: number): Writes | undefined => sockets.get(port);

export const forgetWritesFrom = (port: number): void => void sockets.delete(port);

type Write = (this: Socket, ...given: never) => boolean;

let original: Write | null = null;

/**
 * Watches the writes to a gate. The first gate of the process changes the sockets' `write`, and the last one
 * restores it.
 * @returns a function that ends it
 */
export function watchWrites(port: number): () => void {
  ports.add(port);
  if (original === null) {
    original = Reflect.get(Socket.prototype, 'write');
    Reflect.set(Socket.prototype, 'write', watched(original));
  }
  return () => {
    ports.delete(port);
    if (ports.size > 0 || original === null) return;
    Reflect.set(Socket.prototype, 'write', original);
    original = null;
    sockets.clear();
  };
}

function watched(write: Write): Write {
  return function writeAndNote(this: Socket, ...given: never): boolean {
    const { remotePort, localPort } = this;
    if (remotePort !== undefined && localPort !== undefined && ports.has(remotePort)) {
      const writer = currentWriter() ?? UNKNOWN;
      writesOf(this, localPort, writer).note(this.bytesWritten, writer);
    } else if (!isStandardStream(this)) noteRequest(this);
    return Reflect.apply(write, this, given);
  };
}

/** Sockets have no number of a file, apart from those of the standard streams. */
const isStandardStream = (socket: Socket): boolean => 'fd' in socket;

function writesOf(socket: Socket, port: number, writer: Writer): Writes {
  const known = sockets.get(port);
  if (known !== undefined) return known;
  const writes = new Writes(writer);
  sockets.set(port, writes);
  emitAsDriver(socket);
  return writes;
}

/**
 * What a driver does as it reads an answer belongs to no worker. Without this, it would belong to the worker that
 * opened the connection. What a worker awaits goes on in its own context.
 */
function emitAsDriver(socket: Socket): void {
  const emit: (...event: never) => boolean = Reflect.get(socket, 'emit');
  Reflect.set(socket, 'emit', (...event: never) =>
    runAsDriver(() => Reflect.apply(emit, socket, event)),
  );
}
