import { UNKNOWN, type Writer } from './context.js';
import type { Message } from './framing.js';
import { Units, type Unit } from './units.js';
import { forgetWritesFrom, writesFrom } from './writes.js';

/** A unit that waits for its turn, and who wrote it. */
export interface QueuedUnit {
  readonly unit: Unit;
  readonly writer: Writer;
}

/** What a client has sent, and the server has not. */
export class ClientUnits {
  readonly #port: number;
  readonly #units = new Units();
  readonly #queue: QueuedUnit[] = [];

  /** @param port of the client's socket */
  constructor(port: number) {
    this.#port = port;
  }

  get opener(): Writer {
    return writesFrom(this.#port)?.first ?? UNKNOWN;
  }

  /**
   * @param until how many bytes the client has sent up to the end of this message
   * @returns whether the message completes a unit
   */
  add(message: Message, until: number): boolean {
    const unit = this.#units.add(message);
    if (unit === undefined) return false;
    this.#queue.push({ unit, writer: this.#writerOf(unit, until) });
    return true;
  }

  get next(): QueuedUnit | undefined {
    return this.#queue[0];
  }

  shift(): void {
    this.#queue.shift();
  }

  clear(): void {
    this.#queue.length = 0;
  }

  /** The connection has ended. */
  end(): void {
    forgetWritesFrom(this.#port);
  }

  #writerOf({ messages }: Unit, until: number): Writer {
    const writes = writesFrom(this.#port);
    if (writes === undefined) return UNKNOWN;
    const size = messages.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return writes.writerOf(until - size);
  }
}
