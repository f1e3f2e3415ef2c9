import type { HostedConnection } from './connection-host.js';
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
