/** A proxy between race-lab and the server of the tests that fails at a chosen moment. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

import { addressOf, type ConnectionTarget } from '../../src/database/address.js';
import { portOf } from './pool.js';

/** The fault of a connection. */
export type Fault =
  /** No data passes any more, and neither end is closed. */
  | 'stall'
  /** Both ends are closed. */
  | 'cut'
  /** The server's data is replaced by noise. */
  | 'garbage';

export interface FaultyNetwork {
  readonly url: string;
  /** How many times the fault occurred. */
  readonly faults: () => number;
  /** The time of the first fault, by `performance.now()`; null: not yet. */
  readonly faultAt: () => number | null;
  close(): void;
}

interface Options {
  readonly fault: Fault;
  /** The client's data that triggers the fault; null: the fault occurs when a client connects. */
  readonly when: RegExp | null;
  /** Which connections are affected: all from then on, or only the one that sent the data. */
  readonly to?: 'all' | 'one';
  /** How many times the data is sent before the fault occurs. Default: 0. */
  readonly spared?: number;
}

/** Longer than any expected reply. */
const NOISE_BYTES = 300;

/** Forwards all data until a client sends the data that triggers the fault. */
export async function faultyNetwork(
  target: ConnectionTarget,
  { fault, when, to = 'all', spared = 0 }: Options,
): Promise<FaultyNetwork> {
  const { path, user, database } = addressOf(target);
  if (path === null) throw new Error('the network leads to a socket');
  const lines = new Set<Line>();
  let faults = 0;
  let faultAt: number | null = null;
  let sent = 0;
  let isDown = false;
  const trigger = (affected: Line) => {
    faults += 1;
    faultAt ??= performance.now();
    if (to === 'all') isDown = true;
    for (const line of to === 'all' ? lines : [affected]) line.fail(fault);
  };
  const server = createServer((client) => {
    const line = new Line(client, connect(path));
    lines.add(line);
    client.on('close', () => lines.delete(line));
    if (when === null || isDown) return trigger(line);
    line.onSent = (text) => {
      if (faults === 0 && when.test(text) && (sent += 1) > spared) trigger(line);
    };
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `postgres://${user}@127.0.0.1:${portOf(server)}/${database}`,
    faults: () => faults,
    faultAt: () => faultAt,
    close: () => {
      server.close();
      for (const line of lines) line.fail('cut');
    },
  };
}

/** One connection from end to end. */
class Line {
  onSent: (text: string) => void = () => {};
  readonly #client: Socket;
  readonly #server: Socket;
  #isBroken = false;

  constructor(client: Socket, server: Socket) {
    this.#client = client;
    this.#server = server;
    client.on('error', () => this.#end()).on('close', () => this.#end());
    server.on('error', () => this.#end()).on('close', () => this.#end());
    client.on('data', (data) => {
      if (this.#isBroken) return;
      this.onSent(data.toString('latin1'));
      if (!this.#isBroken) server.write(data);
    });
    server.on('data', (data) => {
      if (!this.#isBroken) client.write(data);
    });
  }

  fail(fault: Fault): void {
    this.#isBroken = true;
    if (fault === 'cut') this.#end();
    if (fault === 'garbage') this.#client.write(randomBytes(NOISE_BYTES));
  }

  #end(): void {
    this.#client.destroy();
    // When no data passes any more, the server does not receive the close either.
    this.#server.destroy();
  }
}
