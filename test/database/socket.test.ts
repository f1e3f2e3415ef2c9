import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import type { Address } from '../../src/database/address.js';
import { openSocket } from '../../src/database/socket.js';

const never = new AbortController().signal;

const at = (path: string): Address => ({
  host: '',
  port: 5432,
  path,
  user: 'me',
  password: '',
  database: 'db',
  tls: { mode: 'disable', isDirect: false, root: null, certificate: null, key: null },
  settings: {},
});

/** A server that sends back what it receives. */
async function echo(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lab-'));
  const path = join(directory, 'socket');
  const server = createServer((peer) => peer.pipe(peer)).listen(path);
  onTestFinished(async () => {
    server.close();
    await rm(directory, { recursive: true });
  });
  await once(server, 'listening');
  return path;
}

/** The chunks that a socket received, once their total length is reached. */
function received(socket: Socket, length: number): Promise<readonly Buffer[]> {
  const pieces: Buffer[] = [];
  return new Promise((resolve) => {
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece);
      if (pieces.reduce((sum, each) => sum + each.length, 0) >= length) resolve(pieces);
    });
  });
}

test('the data that one socket has read stays unchanged while others read', async () => {
  const path = await echo();
  const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(300_000));
  const replies = texts.map(async (text) => {
    const socket = await openSocket(at(path), never);
    const reply = received(socket, text.length);
    socket.write(text);
    const pieces = await reply;
    socket.destroy();
    return pieces;
  });
  const pieces = await Promise.all(replies);
  expect(pieces.map((each) => Buffer.concat(each).toString())).toEqual(texts);
});

test('a socket without a listener still ends', async () => {
  const socket = await openSocket(at(await echo()), never);
  socket.write('nobody reads this');
  const closed = once(socket, 'close');
  // The peer ends when this side ends, and first sends back what it received.
  socket.end();
  await expect(closed).resolves.toEqual([false]);
});

test('a path without a server is an error, as for any socket', async () => {
  await expect(openSocket(at('/nowhere/socket'), never)).rejects.toMatchObject({ code: 'ENOENT' });
});
