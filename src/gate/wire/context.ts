/**
 * Whose code writes to a socket of this process: the worker in whose asynchronous context it runs. It confirms
 * what is known by exclusion, and decides where several workers could have written.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';

/** A worker, as its asynchronous context knows it. */
interface Context {
  readonly gate: object;
  readonly worker: number;
}

const contexts = new AsyncLocalStorage<Context>();

/** The contexts of the last writes, by the local port of the client's socket. */
const writers = new Map<number, Context | undefined>();
/** The ports of the gates that are open. */
const ports = new Set<number>();

/** Runs the code of a worker. What it starts keeps its context. */
export const runAs = <T>(gate: object, worker: number, work: () => T): T =>
  contexts.run({ gate, worker }, work);

/** Runs code that belongs to no worker, such as the opening of the application. */
export const runAsNobody = <T>(work: () => T): T => contexts.exit(work);

/** The worker of a gate that wrote last to the socket with this local port; 0: not known. */
export function writerAt(gate: object, port: number): number {
  const context = writers.get(port);
  return context?.gate === gate ? context.worker : 0;
}

export const forgetWriterAt = (port: number): void => void writers.delete(port);

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
    writers.clear();
  };
}

function watched(write: Write): Write {
  return function writeAndNote(this: Socket, ...given: never): boolean {
    const { remotePort, localPort } = this;
    if (remotePort !== undefined && localPort !== undefined && ports.has(remotePort)) {
      writers.set(localPort, contexts.getStore());
    }
    return Reflect.apply(write, this, given);
  };
}
