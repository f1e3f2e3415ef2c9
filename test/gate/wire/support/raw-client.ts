/** A client that sends the messages it is told to, in cycles that no driver of the tests has. */
import { connect, type Socket } from 'node:net';

import { Framer, int32, type Message } from '../../../../src/gate/wire/framing.js';
import { message } from './messages.js';

export class RawClient {
  /** The types of the messages of the server. */
  #types = '';
  #heard: () => void = () => undefined;

  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const framer = new Framer();
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const { type } of framer.take(chunk)) this.#types += type;
      this.#heard();
    });
  }

  static async open(url: string): Promise<RawClient> {
    const { hostname, port, username, password, pathname } = new URL(url);
    const client = new RawClient(connect(Number(port), hostname));
    const parameters = ['user', username, 'database', pathname.slice(1), ''].join('\0');
    // Version 3.0.
    const startup = Buffer.concat([int32(196_608), Buffer.from(`${parameters}\0`)]);
    client.#socket.write(Buffer.concat([int32(startup.length + 4), startup]));
    await client.until('R');
    client.send(message('p', password));
    await client.until('Z');
    return client;
  }

  send(...messages: readonly Message[]): void {
    this.#socket.write(Buffer.concat(messages.map(({ bytes }) => bytes)));
  }

  /** @returns the types of the messages of the server since the last call, up to the one of this type */
  async until(type: string): Promise<string> {
    while (!this.#types.includes(type)) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
    const end = this.#types.indexOf(type) + 1;
    const seen = this.#types.slice(0, end);
    this.#types = this.#types.slice(end);
    return seen;
  }

  end(): void {
    this.#socket.end(message('X').bytes);
  }
}

/** Runs the work with a client. */
export async function withRawClient<T>(
  url: string,
  work: (client: RawClient) => Promise<T>,
): Promise<T> {
  const client = await RawClient.open(url);
  try {
    return await work(client);
  } finally {
    client.end();
  }
}
