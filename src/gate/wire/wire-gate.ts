import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Blockers, Channel, Gate, PendingStep } from '../../explore/gate.js';
import { silent, type Answer, type ScheduleListener } from '../../explore/listener.js';
import type { BlockWatch } from '../block-watch.js';
import { WireConnection, type ConnectionHost } from './connection.js';
import { forgetWriterAt, runAs, watchWrites, writerAt } from './context.js';
import type { StepReply } from './reply.js';
import { Rest } from './rest.js';
import type { ExecutedStatement } from './statements.js';
import { WireWorker } from './wire-worker.js';

/** What a gate on the wire needs. */
export interface WireGateOptions {
  /** How many workers the case has. */
  readonly workers: number;
  /** Connects to the server. */
  readonly openServer: () => Promise<Socket>;
  /** Expected of clients when the server asks for none. */
  readonly password: string;
  readonly watch: BlockWatch;
  /** Whether a statement outside a transaction only sets up a connection. */
  readonly isHousekeeping: (sql: string) => boolean;
  /** Equal for statements that differ only in their literals. */
  readonly keyOf: (sql: string) => string;
  /** The deadlock_timeout of statements that cannot, and that can complete a deadlock; null: the role may not set it. */
  readonly timeouts: { readonly usual: string; readonly closing: string } | null;
}

/** What the gate reports besides the events of a schedule. */
export interface WireListener {
  /** A worker left its transaction open. */
  leftOpen(worker: number): void;
  /** The server answered a COMMIT with ROLLBACK. */
  commitRolledBack(worker: number): void;
  warned(message: string): void;
  uncertain(worker: number): void;
  quiet(worker: number): void;
  /** A statement came although all workers had ended. */
  late(sql: string): void;
}

/** The function of a worker. */
export type WorkerCode = (worker: number) => Promise<void>;

/** The gate of one lane: a proxy in front of the server, which holds each statement until it is released. */
export class WireGate implements Gate, ConnectionHost {
  readonly workers: readonly WireWorker[];
  readonly usualTimeout: string;
  connections: readonly WireConnection[] = [];
  readonly #options: WireGateOptions;
  readonly #server: Server;
  readonly #rest: Rest;
  #stopWatching: () => void = () => {};
  #listener: ScheduleListener = silent;
  #reports: WireListener | null = null;
  #code: WorkerCode = () => Promise.resolve();
  /** The worker whose code was started or handed an answer last. */
  #running: WireWorker | null = null;
  #allDone: () => void = () => {};

  private constructor(options: WireGateOptions) {
    this.#options = options;
    this.usualTimeout = options.timeouts?.usual ?? '';
    this.workers = Array.from({ length: options.workers }, (_, i) => new WireWorker(i + 1, this));
    this.#rest = new Rest({
      isBusy: (worker) => this.#isBusy(worker),
      rested: (worker) => this.#rested(worker),
    });
    this.#server = createServer({ noDelay: true }, (client) => this.#accept(client));
  }

  /** Opens a gate on a port of the loopback interface. */
  static async open(options: WireGateOptions): Promise<WireGate> {
    const gate = new WireGate(options);
    await new Promise<void>((resolve, reject) => {
      gate.#server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    gate.#stopWatching = watchWrites(gate.port);
    return gate;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /**
   * Holds the statements of a schedule from now on.
   * @param taking the numbers of the workers that take part
   * @param code runs the function of a worker; settles when the function has settled
   * @returns settles when every worker has ended, and all its statements are answered
   */
  begin(
    listener: ScheduleListener,
    reports: WireListener,
    taking: ReadonlySet<number>,
    code: WorkerCode,
  ): Promise<void> {
    this.#listener = listener;
    this.#reports = reports;
    this.#code = code;
    this.#running = null;
    for (const worker of this.workers) worker.join(taking.has(worker.number));
    for (const connection of this.connections) connection.worker = 0;
    return new Promise((resolve) => {
      this.#allDone = resolve;
    });
  }

  /** Lets everything pass again, also what came too late. Rolls back what was left open. */
  async finish(): Promise<void> {
    const reports = this.#reports;
    this.#listener = silent;
    this.#reports = null;
    this.#running = null;
    this.#rest.end();
    for (const { position } of this.connections) {
      if (position.kind !== 'ready') continue;
      if (position.step.action?.kind === 'statement') reports?.late(position.step.action.sql);
      position.release();
    }
    await this.untilCalm();
    for (const connection of this.connections)
      if (connection.inTransaction) await connection.rollBack();
  }

  /** Ends all connections, so that code that waits for an answer gets an error. */
  cut(): void {
    this.#listener = silent;
    this.#reports = null;
    this.#rest.end();
    for (const connection of this.connections) connection.close();
  }

  /** Ends the gate and all its connections. */
  async close(): Promise<void> {
    this.#stopWatching();
    this.#rest.end();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of this.connections) connection.close();
    await closed;
  }

  /* ---------- For the conductor ---------- */

  holderOf(): null {
    return null;
  }

  beforeRelease(): null {
    return null;
  }

  blockersOf(channels: readonly Channel[]): Promise<Blockers> {
    return this.#options.watch.ask(channels.flatMap(({ backend }) => backend ?? []));
  }

  requireAtWork(channels: readonly Channel[]): Promise<void> {
    return this.#options.watch.requireActive(channels.flatMap(({ backend }) => backend ?? []));
  }

  deadlockCheckEndsAt(): number {
    return Math.max(0, ...this.connections.map((connection) => connection.deadlockCheckEndsAt));
  }

  endLeftOpen(): Promise<void> | null {
    const left = this.connections.filter(
      ({ inTransaction, position, begunBy }) =>
        inTransaction && position.kind === 'idle' && this.#workerOf(begunBy)?.hasEnded === true,
    );
    if (left.length === 0) return null;
    return Promise.all(left.map((connection) => connection.rollBack())).then(() => undefined);
  }

  /* ---------- For the workers ---------- */

  start(worker: WireWorker): void {
    const { number } = worker;
    this.#running = worker;
    this.#rest.sign(worker);
    const ended = () => {
      worker.end();
      // It may have waited inside the application until now.
      worker.isWorking = true;
      this.#rest.look(worker);
    };
    runAs(this, number, () => this.#code(number)).then(ended, ended);
  }

  #isBusy(worker: WireWorker): boolean {
    return worker === this.#running && this.connections.some(({ isBusy }) => isBusy);
  }

  /** Its code has come to rest: it waits for a step, has ended, or waits for something else. */
  #rested(worker: WireWorker): void {
    worker.isWorking = false;
    worker.isStarting = false;
    if (worker.activity.kind === 'quiet') this.#reports?.quiet(worker.number);
    if (worker.activity.kind === 'done') this.#noteLeftOpen(worker);
    this.#listener.moved();
    if (this.workers.every(({ activity }) => activity.kind === 'done')) this.#allDone();
  }

  #noteLeftOpen({ number }: WireWorker): void {
    for (const { inTransaction, begunBy, worker } of this.connections) {
      if (inTransaction && begunBy === number && worker === number) this.#reports?.leftOpen(number);
    }
  }

  /* ---------- For the connections ---------- */

  passesFreely(sql: string, inTransaction: boolean): boolean {
    if (this.#reports === null) return true;
    return !inTransaction && this.#options.isHousekeeping(sql);
  }

  stepFor({ sql, parameters }: ExecutedStatement): PendingStep {
    return {
      key: this.#options.keyOf(sql),
      action: { kind: 'statement', sql, parameters },
      footprint: null,
    };
  }

  deadlockTimeoutFor(worker: number): string {
    const { timeouts } = this.#options;
    if (timeouts === null) return this.usualTimeout;
    const isWaitedFor = this.connections.some(
      ({ position }) => position.kind === 'waiting' && position.for.includes(worker),
    );
    return isWaitedFor ? timeouts.closing : timeouts.usual;
  }

  stepArrived(connection: WireConnection): void {
    const worker = this.#senderOn(connection);
    // It came before the first worker started. It is released at the end.
    if (worker === null) return;
    connection.worker = worker.number;
    if (!worker.isWorking && !this.workers.some(({ isWorking }) => isWorking))
      this.#rest.wasTooShort();
    const { position } = connection;
    if (worker.isStarting && position.kind === 'ready') {
      worker.isStarting = false;
      position.release();
    }
    this.#rest.look(worker);
    if (!worker.isWorking) this.#listener.moved();
  }

  /**
   * The worker whose statement it is. A connection in a transaction belongs to the worker that began it. Else it
   * is the worker whose code runs, unless other workers wait inside the application: then the asynchronous
   * context decides.
   */
  #senderOn(connection: WireConnection): WireWorker | null {
    const owner = connection.inTransaction ? this.#workerOf(connection.begunBy) : undefined;
    if (owner?.isRunning === true) return owner;
    const writer = this.#workerOf(writerAt(this, connection.clientPort));
    const others = this.workers.filter(
      (worker) => worker !== this.#running && worker.activity.kind === 'quiet',
    );
    if (writer !== undefined && others.includes(writer)) return writer;
    return this.#running ?? writer ?? null;
  }

  #workerOf(number: number): WireWorker | undefined {
    return this.workers[number - 1];
  }

  sending(connection: WireConnection, step: PendingStep): void {
    this.#listener.sending(connection, step);
    this.#listener.moved();
  }

  answerArrived(connection: WireConnection): void {
    const { position } = connection;
    // It came too late: nobody conducts any more.
    if (this.#reports === null && position.kind === 'answered') position.deliver();
    else this.#listener.arrived(connection);
  }

  delivered(connection: WireConnection, reply: StepReply, answer: Answer): void {
    const worker = this.#workerOf(connection.worker);
    if (worker !== undefined && this.#reports !== null) {
      this.#running = worker;
      worker.isWorking = true;
      this.#rest.sign(worker);
    }
    this.#report(connection, reply, answer);
    this.#listener.answered(connection, answer, false);
  }

  #report(connection: WireConnection, reply: StepReply, answer: Answer): void {
    if (this.#reports === null || answer.kind === 'failed') return;
    for (const warning of reply.warnings) this.#reports.warned(warning);
    if (answer.command === 'ROLLBACK' && /^commit\b/i.test(connection.lastKey)) {
      this.#reports.commitRolledBack(connection.worker);
    }
  }

  changed(connection: WireConnection): void {
    if (connection.isClosed) {
      this.connections = this.connections.filter((each) => each !== connection);
      forgetWriterAt(connection.clientPort);
    }
    if (this.#running !== null) this.#rest.look(this.#running);
  }

  #accept(client: Socket): void {
    const { openServer, password } = this.#options;
    const connection = new WireConnection({ client, openServer, password }, this);
    this.connections = [...this.connections, connection];
  }

  /** Waits until no connection is being set up, and nothing passes freely. */
  async untilCalm(): Promise<void> {
    while (this.connections.some(({ isBusy, position }) => isBusy || position.kind === 'sent')) {
      await nextTurn();
    }
  }
}
