/** A network between race-lab and the server of the tests that fails at a moment of one's choice. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

import { addressOf, type ConnectionTarget } from '../../src/database/address.js';
import { portOf } from './pool.js';

/** What happens to a connection. */
export type Fault =
  /** Nothing passes any more, and nobody is told. */
  | 'stall'
  /** Both ends are closed. */
  | 'cut'
  /** What the server says is replaced by noise. */
  | 'garbage';

export interface FaultyNetwork {
  readonly url: string;
  /** How often the fault was met. */
  readonly faults: () => number;
  /** When it was met first, by `performance.now()`; null: not yet. */
  readonly faultAt: () => number | null;
  close(): void;
}

interface Options {
  readonly fault: Fault;
  /** What a client has to send for it; null: it happens as soon as somebody connects. */
  readonly when: RegExp | null;
  /** Which connections it happens to: all from then on, or only the one that sent it. */
  readonly to?: 'all' | 'one';
  /** So many times it is sent before anything happens; left out: none. */
  readonly spared?: number;
}

/** More than any reply that is waited for. */
const NOISE_BYTES = 300;

/** Passes everything on, until a client sends what brings the fault about. */
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
  const strike = (struck: Line) => {
    faults += 1;
    faultAt ??= performance.now();
    if (to === 'all') isDown = true;
    for (const line of to === 'all' ? lines : [struck]) line.suffer(fault);
  };
  const server = createServer((client) => {
    const line = new Line(client, connect(path));
    lines.add(line);
    client.on('close', () => lines.delete(line));
    if (when === null || isDown) return strike(line);
    line.onSent = (text) => {
      if (faults === 0 && when.test(text) && (sent += 1) > spared) strike(line);
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
      for (const line of lines) line.suffer('cut');
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

  suffer(fault: Fault): void {
    this.#isBroken = true;
    if (fault === 'cut') this.#end();
    if (fault === 'garbage') this.#client.write(randomBytes(NOISE_BYTES));
  }

  #end(): void {
    this.#client.destroy();
    // Where nothing passes any more, the server does not hear of the end either.
    this.#server.destroy();
  }
}
