/** Messages of PostgreSQL's protocol, version 3. (Manual 54.7) */

/** A message with its type, whole. */
export interface Message {
  /** The letter of its type. */
  readonly type: string;
  /** The whole message: type, length and content. */
  readonly bytes: Buffer;
}

/** Where the content begins, after the type and the length. */
export const CONTENT = 5;
const LENGTH_BYTES = 4;
/** The limit of the server for a message of a client. */
const LONGEST = 2 ** 30;

/** Bytes that are no messages of the protocol. */
export class FramingError extends Error {
  override readonly name = 'FramingError';
}

/** Splits a stream of bytes into messages. */
export class Framer {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * Takes the next bytes of the stream.
   * @returns the messages that are complete now
   * @throws {FramingError} for a length that no message has
   */
  take(chunk: Buffer): readonly Message[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    let at = 0;
    while (bytes.length - at >= CONTENT) {
      const end = at + 1 + requireLength(bytes.readInt32BE(at + 1));
      if (bytes.length < end) break;
      messages.push({ type: String.fromCharCode(bytes[at] ?? 0), bytes: bytes.subarray(at, end) });
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return messages;
  }

  /** The bytes after the last complete message. They are no longer kept. */
  takeRest(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }
}

function requireLength(length: number): number {
  if (length >= LENGTH_BYTES && length <= LONGEST) return length;
  throw new FramingError(`a message cannot have ${length} bytes`);
}

/** Reads the fields of a message, one after another. */
export class Fields {
  readonly #bytes: Buffer;
  #at = CONTENT;

  constructor({ bytes }: Message) {
    this.#bytes = bytes;
  }

  /** Text up to a zero byte. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    const until = end < 0 ? this.#bytes.length : end;
    const text = this.#bytes.toString('utf8', this.#at, until);
    this.#at = until + 1;
    return text;
  }

  byte(): number {
    const value = this.#bytes[this.#at] ?? 0;
    this.#at += 1;
    return value;
  }

  int16(): number {
    const value = this.#bytes.readInt16BE(this.#at);
    this.#at += 2;
    return value;
  }

  int32(): number {
    const value = this.#bytes.readInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  /** @param length -1: null, the value of SQL */
  value(length: number): Buffer | null {
    if (length < 0) return null;
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return value;
  }

  /** A list whose number of items comes first. The server reads it without a sign: a Bind can have 65,535 parameters. */
  list<T>(item: () => T): T[] {
    const length = this.int16() & 0xff_ff;
    const items: T[] = [];
    while (items.length < length) items.push(item());
    return items;
  }
}

/** A message from its type and its content. */
export function messageOf(type: string, ...content: readonly (string | number | Buffer)[]): Buffer {
  const parts = content.map((part) => {
    if (typeof part === 'string') return Buffer.from(`${part}\0`);
    return typeof part === 'number' ? int32(part) : part;
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + LENGTH_BYTES), body]);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
