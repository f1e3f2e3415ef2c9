import { EventEmitter, once } from 'node:events';
import { connect, createServer, Socket, type AddressInfo } from 'node:net';

import { afterEach, describe, expect, test } from 'vitest';

import { runAs, runAsApplication, UNKNOWN, type Writer } from '../../../src/gate/wire/context.js';
import {
  forgetWritesFrom,
  watchWrites,
  Writes,
  writesFrom,
} from '../../../src/gate/wire/writes.js';

/** Stands for a schedule. */
const mark = () => ({ gate: {} });

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server whose clients are watched, and one client. */
async function watchedClient() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  const stop = watchWrites(port);
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  const peer = await accepted;
  closing.push(
    stop,
    () => client.destroy(),
    () => server.close(),
  );
  return { client, peer };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen');
  return address;
}

/** Who wrote which byte: `1`, `driver` or `unknown`. */
function writer(client: Socket, byte: number): string {
  return told(writesFrom(client.localPort ?? 0)?.writerOf(byte) ?? UNKNOWN);
}

const told = ({ worker, isDriver }: Writer): string =>
  isDriver ? 'driver' : worker === 0 ? 'unknown' : String(worker);

describe('a write to a gate', () => {
  test('belongs to the worker in whose context it was made', async () => {
    const { client } = await watchedClient();
    const schedule = mark();
    client.write('start');
    await runAs(schedule, 1, async () => {
      await Promise.resolve();
      client.write('one');
    });
    runAs(schedule, 2, () => client.write('two'));
    expect([0, 4, 5, 7, 8, 10].map((byte) => writer(client, byte))).toEqual([
      'unknown',
      'unknown',
      '1',
      '1',
      '2',
      '2',
    ]);
  });

  test('is told from one in an earlier schedule', async () => {
    const { client } = await watchedClient();
    const schedule = mark();
    runAs(schedule, 1, () => client.write('x'));
    expect(writesFrom(client.localPort ?? 0)?.first.schedule).toBe(schedule);
  });

  test('of code that a worker has started keeps the worker', async () => {
    const { client } = await watchedClient();
    client.write('x');
    const timer = runAs(mark(), 3, () => new Promise<void>((resolve) => setTimeout(resolve, 1)));
    await runAs(mark(), 3, async () => {
      await timer;
      client.write('y');
    });
    expect(writer(client, 1)).toBe('3');
  });

  test('of the application is that of no worker, also inside the code of one', async () => {
    const { client } = await watchedClient();
    runAs(mark(), 1, () => runAsApplication(() => client.write('x')));
    expect(writer(client, 0)).toBe('unknown');
  });

  test('of a driver that reads an answer is that of no worker, and who awaits it goes on as before', async () => {
    const { client, peer } = await watchedClient();
    const emitter = new EventEmitter();
    runAs(mark(), 1, () => client.write('question'));
    client.once('data', () => {
      client.write('driver');
      emitter.emit('answered');
    });
    const worker = runAs(mark(), 2, async () => {
      await once(emitter, 'answered');
      client.write('worker');
    });
    peer.write('answer');
    await worker;
    expect([0, 8, 14].map((byte) => writer(client, byte))).toEqual(['1', 'driver', '2']);
  });

  test('is not watched on other sockets', async () => {
    await watchedClient();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const client = connect(addressOf(other.address()).port, '127.0.0.1');
    await once(client, 'connect');
    runAs(mark(), 1, () => client.write('x'));
    expect(writesFrom(client.localPort ?? 0)).toBeUndefined();
    client.destroy();
    other.close();
  });

  test('is forgotten with its connection', async () => {
    const { client } = await watchedClient();
    client.write('x');
    forgetWritesFrom(client.localPort ?? 0);
    expect(writesFrom(client.localPort ?? 0)).toBeUndefined();
  });
});

test('sockets are as they were when no gate is open', async () => {
  const before: unknown = Reflect.get(Socket.prototype, 'write');
  const first = watchWrites(1);
  const second = watchWrites(2);
  expect(Reflect.get(Socket.prototype, 'write')).not.toBe(before);
  first();
  expect(Reflect.get(Socket.prototype, 'write')).not.toBe(before);
  second();
  expect(Reflect.get(Socket.prototype, 'write')).toBe(before);
});

test('parts before the last question are no longer kept', () => {
  const by = (worker: number): Writer => ({ schedule: null, worker, isDriver: false });
  const writes = new Writes(by(1));
  writes.note(0, by(1));
  writes.note(10, by(2));
  writes.note(20, by(3));
  expect(writes.writerOf(15).worker).toBe(2);
  expect(writes.writerOf(5).worker).toBe(2);
  expect(writes.writerOf(25).worker).toBe(3);
  expect(writes.first.worker).toBe(1);
});
