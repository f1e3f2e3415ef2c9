/** Server-sent events to a client that does not read. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { EventLog } from '../../src/serve/jobs/event-log.js';
import { streamEvents } from '../../src/serve/jobs/stream.js';

/** Follows a log, adds large events until the client is disconnected, or until there were enough. */
async function followedBy(reads: boolean): Promise<{ readonly isDisconnected: boolean }> {
  const log = new EventLog();
  const server = createServer((_request, raw) => streamEvents(log, 0, raw)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(Object(address).port, '127.0.0.1');
  socket.on('error', () => undefined);
  if (reads) socket.resume();
  else socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [, raw] = await once(server, 'request');
  for (let count = 0; count < MOST && !raw.destroyed; count += 1) {
    log.add('progress', 'x'.repeat(50_000));
    // A client that reads gets the time to do so.
    if (reads) await untilRead(raw);
    await nextTurn();
  }
  const isDisconnected: boolean = raw.destroyed;
  socket.destroy();
  server.close();
  return { isDisconnected };
}

async function untilRead(raw: ServerResponse): Promise<void> {
  while (raw.writableLength > 0) await nextTurn();
}

/** More than any buffer of the system holds: 100 MB. */
const MOST = 2_000;

test('a client that never reads is disconnected before its events fill the memory', async () => {
  expect(await followedBy(false)).toEqual({ isDisconnected: true });
});

test('one that reads gets as many', async () => {
  expect(await followedBy(true)).toEqual({ isDisconnected: false });
});
