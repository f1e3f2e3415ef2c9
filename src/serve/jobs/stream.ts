/** Server-sent events (WHATWG HTML, 9.2) of one job to one client. */
import type { ServerResponse } from 'node:http';

import { clearInterval, setInterval } from '../../own-timers.js';
import type { EventLog, JobEvent } from './event-log.js';

/** Keeps proxies from closing a connection on which nothing happens. */
const HEARTBEAT_MS = 15_000;
/** Bytes that may wait for a client that does not read. Beyond them it is disconnected, and may connect again. */
const MOST_UNREAD = 256 * 1024;

/**
 * Writes events as they come, until the job has ended or the client has left.
 * @param after the last event that the client knows
 */
export function streamEvents(log: EventLog, after: number, raw: ServerResponse): void {
  let last = after;
  const write = (text: string) => {
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > MOST_UNREAD) raw.destroy();
  };
  const flush = () => {
    for (const event of log.after(last)) {
      last = event.id;
      write(textOf(event));
    }
    if (log.isClosed) raw.end();
  };
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
  const unwatch = log.watch(flush);
  raw.once('close', () => {
    clearInterval(heartbeat);
    unwatch();
  });
  flush();
}

const textOf = ({ id, event, data }: JobEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
