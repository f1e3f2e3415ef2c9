/** Statements of the gate itself, sent ahead of a step. */
import { int16, messageOf } from './framing.js';

/** The names of its statement and its portal, which no client uses. */
const NAME = 'race_lab';

/**
 * Messages that set deadlock_timeout, without disturbing the unnamed statement and portal of the client.
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

/** The deadlock_timeout of one session, as far as it was set. @see DeadlockTimeout */
export class TimeoutSetting {
  #forSession: string;
  /** The value that was set in the current transaction, and ends with it. */
  #forTransaction: string | undefined;

  /** @param usual the value of a new session */
  constructor(usual: string) {
    this.#forSession = usual;
  }

  transactionEnded(): void {
    this.#forTransaction = undefined;
  }

  /**
   * @param status of the transaction, as in ReadyForQuery
   * @returns the statement that sets the wanted value; null: it need not be set
   */
  change(wanted: string, status: string): string | null {
    // A failed transaction refuses it, but then no statement waits either.
    if (status === 'E' || wanted === (this.#forTransaction ?? this.#forSession)) return null;
    const isLocal = status === 'T';
    if (isLocal) this.#forTransaction = wanted;
    else this.#forSession = wanted;
    return `set ${isLocal ? 'local ' : ''}deadlock_timeout = '${wanted}'`;
  }
}
