/** The two sockets of a connection through the gate: that of the client, and that of the server. */
import type { Socket } from 'node:net';

import { Fields, Framer, FramingError, type Message } from './framing.js';
import {
  asksNothing,
  firstPacket,
  hasPassword,
  parametersIn,
  passwordRequest,
  refusal,
} from './startup.js';

/** What a link needs from its gate. */
export interface LinkOptions {
  readonly client: Socket;
  /** Connects to the server. */
  readonly openServer: () => Promise<Socket>;
  /** Expected of a client when the server itself asks for none. */
  readonly password: string;
}

/** Receives what passes through a link. */
export interface LinkListener {
  /** The client has sent the parameters of its session. */
  starting(parameters: ReadonlyMap<string, string>): void;
  /** The connection is a step nearer to being set up. */
  moved(): void;
  /** The connection is set up: the first ReadyForQuery was passed on. */
  ready(): void;
  fromClient(message: Message): void;
  fromServer(message: Message): void;
  /** The client is gone. The server does not know it yet. @see Link.endServer */
  clientLeft(): void;
  /** Nothing passes any more. */
  closed(): void;
}

type Phase = 'first packet' | 'starting' | 'password' | 'ready' | 'closed';

/** Sets a connection up, and then hands over each message of both sides. */
export class Link {
  /** The pid of the backend; 0: not known yet. */
  pid = 0;
  /** How many bytes of the client were handed over, those of its start included. */
  clientBytes = 0;
  readonly #client: Socket;
  readonly #options: LinkOptions;
  readonly #listener: LinkListener;
  readonly #clientFramer = new Framer();
  readonly #serverFramer = new Framer();
  #server: Socket | null = null;
  #phase: Phase = 'first packet';
  #first: Buffer = Buffer.alloc(0);
  /** What the server sent after it had accepted a client that the gate has not accepted yet. */
  readonly #withheld: Buffer[] = [];
  /** Whether the server has said how it authenticates clients. */
  #isAuthenticated = false;
  #isServerReady = false;
  #hasServerLeft = false;

  constructor(options: LinkOptions, listener: LinkListener) {
    this.#options = options;
    this.#client = options.client;
    this.#listener = listener;
    this.#client.on('data', (chunk) => this.#orClose(() => this.#onClient(chunk)));
    this.#client.on('error', () => this.#clientLeft());
    this.#client.on('close', () => this.#clientLeft());
  }

  get isReady(): boolean {
    return this.#phase === 'ready';
  }

  /** Whether the server is about to accept the client. A client that says nothing is not waited for. */
  get isStarting(): boolean {
    return this.#phase === 'starting';
  }

  toClient(...bytes: readonly Buffer[]): void {
    if (this.#client.writable) this.#client.write(joined(bytes));
  }

  toServer(...bytes: readonly Buffer[]): void {
    if (this.#server?.writable === true) this.#server.write(joined(bytes));
  }

  /**
   * Tells the server that the client is gone. It ends its session, and closes the connection, when it has carried
   * out what it was sent before.
   */
  endServer(): void {
    this.#server?.end();
  }

  /** Closes both sides. What was written before is sent. */
  close(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#listener.closed();
    this.#client.end();
    this.#client.destroySoon();
    this.#server?.destroySoon();
  }

  #clientLeft(): void {
    if (this.isReady) this.#listener.clientLeft();
    else this.close();
  }

  #orClose(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      this.close();
    }
  }

  #onClient(chunk: Buffer): void {
    if (this.#phase === 'first packet') this.#onFirst(Buffer.concat([this.#first, chunk]));
    else this.#onMessages(chunk);
  }

  #onMessages(chunk: Buffer): void {
    for (const message of this.#clientFramer.take(chunk)) {
      this.clientBytes += message.bytes.length;
      this.#fromClient(message);
    }
  }

  #onFirst(bytes: Buffer): void {
    this.#first = bytes;
    const found = firstPacket(bytes);
    if (found === undefined) return;
    const { packet, rest } = found;
    this.clientBytes += bytes.length - rest.length;
    switch (packet.kind) {
      case 'encryption':
        // Sent over the loopback interface only.
        this.#client.write('N');
        this.#onFirst(rest);
        return;
      case 'cancel':
        void this.#cancel(packet.bytes);
        return;
      case 'startup':
        this.#phase = 'starting';
        this.#listener.starting(parametersIn(packet.bytes));
        this.#listener.moved();
        void this.#start(packet.bytes);
        this.#onMessages(rest);
        return;
      default:
        packet satisfies never;
    }
  }

  async #cancel(bytes: Buffer): Promise<void> {
    const done = () => this.close();
    try {
      const server = await this.#options.openServer();
      server.on('error', done).on('close', done).end(bytes);
      // Only one that is read tells that it was closed.
      server.resume();
    } catch {
      done();
    }
  }

  async #start(bytes: Buffer): Promise<void> {
    try {
      const server = await this.#options.openServer();
      server.on('data', (chunk: Buffer) => this.#orClose(() => this.#onServer(chunk)));
      server.on('error', () => this.#serverLeft());
      server.on('close', () => this.#serverLeft());
      if (this.#phase === 'closed') {
        server.destroy();
        return;
      }
      this.#server = server;
      server.write(bytes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.toClient(refusal('08006', `the server cannot be reached: ${reason}`));
      this.close();
    }
  }

  #serverLeft(): void {
    this.#hasServerLeft = true;
    // What it said last is for a client that knows the password.
    if (this.#phase !== 'password') this.close();
  }

  #fromClient(message: Message): void {
    if (this.#phase === 'ready') this.#listener.fromClient(message);
    else if (this.#phase === 'password') this.#check(message);
    else if (this.#isAuthenticated) this.toServer(message.bytes);
    // Before the server was heard it is not known whether it will ask for a password.
    else this.close();
  }

  #check(answer: Message): void {
    if (answer.type !== 'p' || !hasPassword(answer, this.#options.password)) {
      this.toClient(refusal('28P01', 'password authentication failed'));
      this.close();
      return;
    }
    this.#phase = 'starting';
    this.#listener.moved();
    this.toClient(...this.#withheld.splice(0));
    if (this.#isServerReady) this.#becomeReady();
    if (this.#hasServerLeft) this.close();
  }

  #onServer(chunk: Buffer): void {
    for (const message of this.#serverFramer.take(chunk)) {
      if (this.#phase === 'ready') this.#listener.fromServer(message);
      else this.#atStart(message);
    }
  }

  #atStart(message: Message): void {
    if (message.type === 'K') this.pid = new Fields(message).int32();
    if (message.type === 'Z') this.#isServerReady = true;
    if (message.type === 'R') {
      if (!this.#isAuthenticated && asksNothing(message)) {
        this.#phase = 'password';
        this.toClient(passwordRequest());
        this.#listener.moved();
      }
      this.#isAuthenticated = true;
    }
    if (this.#phase === 'password') {
      this.#withheld.push(message.bytes);
      return;
    }
    this.toClient(message.bytes);
    if (message.type === 'Z') this.#becomeReady();
  }

  #becomeReady(): void {
    this.#phase = 'ready';
    this.#listener.ready();
  }
}

const joined = (bytes: readonly Buffer[]): Buffer =>
  bytes.length === 1 && bytes[0] !== undefined ? bytes[0] : Buffer.concat(bytes);
