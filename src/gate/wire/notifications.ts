import type { HostedConnection } from './connection-host.js';
import type { Message } from './framing.js';
import { allOf } from './left-open.js';

/**
 * Lets the server send the notifications that it has for other connections, before the answer is shown that follows
 * them.
 * @returns null when no other connection listens
 */
export function letOthersBeNotified(
  connection: HostedConnection,
  all: readonly HostedConnection[],
): Promise<void> | null {
  const listening = all.filter(
    (other) => other !== connection && other.isListening && other.isIdle,
  );
  return listening.length === 0 ? null : allOf(listening.map((other) => other.run('')));
}

/** Notifications that a client is handed in turn, like an answer. */
export class HeldNotifications {
  readonly #messages: Message[] = [];

  /**
   * Keeps a notification, if it is held, or comes after one that is.
   * @returns whether it is kept; else it is to be passed on at once
   */
  keeps(message: Message, isHeld: boolean): boolean {
    if (!isHeld && this.#messages.length === 0) return false;
    this.#messages.push(message);
    return true;
  }

  /** All that are kept. */
  take(): readonly Buffer[] {
    return this.#messages.splice(0).map(({ bytes }) => bytes);
  }
}
