/** Statements of the gate itself. */
import { int16, messageOf, type Message } from './framing.js';
import type { Link } from './link.js';

/** The names of its statement and its portal, which no client uses. */
const NAME = 'race_lab';

/**
 * Messages that set deadlock_timeout ahead of a step, without disturbing the unnamed statement and portal of the
 * client.
 * @param isWhole whether a Sync may follow: not in the middle of a client's cycle
 * @returns the messages, and how many answers they have
 */
export function setting(sql: string, isWhole: boolean): { bytes: Buffer; answers: number } {
  const none = int16(0);
  const parts = [
    messageOf('P', NAME, sql, none),
    messageOf('B', NAME, NAME, none, none, none),
    messageOf('E', NAME, 0),
    messageOf('C', Buffer.from('P'), NAME),
    messageOf('C', Buffer.from('S'), NAME),
    ...(isWhole ? [messageOf('S')] : []),
  ];
  return { bytes: Buffer.concat(parts), answers: parts.length };
}

const SYNC = messageOf('S');

/** A statement that is sent while the client waits for nothing. The client does not see its answer. */
export class OwnQuery {
  readonly bytes: Buffer;
  readonly done: Promise<void>;
  #end: () => void = () => {};
  #readyForQueries: number;

  /** @param isMidCycle whether the client's cycle has to be ended before */
  constructor(sql: string, isMidCycle: boolean) {
    const query = messageOf('Q', sql);
    this.bytes = isMidCycle ? Buffer.concat([SYNC, query]) : query;
    this.#readyForQueries = isMidCycle ? 2 : 1;
    this.done = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** A part of its answer. @returns whether it is the last one */
  endsWith({ type }: Message): boolean {
    if (type === 'Z') this.#readyForQueries -= 1;
    if (this.#readyForQueries > 0) return false;
    this.end();
    return true;
  }

  /** It was answered, or will never be. */
  end(): void {
    this.#end();
  }
}

/** The statements of the gate itself on one connection, one at a time. */
export class OwnStatements {
  #current: OwnQuery | null = null;

  get isUnderWay(): boolean {
    return this.#current !== null;
  }

  /** Sends one. @param isMidCycle whether a part of a cycle of the client was sent */
  async run(sql: string, isMidCycle: boolean, link: Pick<Link, 'toServer'>): Promise<void> {
    const own = new OwnQuery(sql, isMidCycle);
    this.#current = own;
    link.toServer(own.bytes);
    await own.done;
  }

  /** Reads the answer. The client keeps track of settings, also of those that the gate changes. */
  read(message: Message, link: Pick<Link, 'toClient'>): void {
    if (message.type === 'S') link.toClient(message.bytes);
    if (this.#current?.endsWith(message) === true) this.#current = null;
  }

  /** The connection is closed. */
  end(): void {
    this.#current?.end();
    this.#current = null;
  }
}
