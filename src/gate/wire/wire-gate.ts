import { createServer, type Server, type Socket } from 'node:net';

import type { Blockers, Channel, Gate, PendingStep } from '../../explore/gate.js';
import type { ScheduleListener } from '../../explore/listener.js';
import type { LeftOpen } from '../../model.js';
import { nextTurn } from '../../own-timers.js';
import type { ConnectionHost, HostedConnection } from './connection-host.js';
import { WireConnection } from './connection.js';
import { UNKNOWN, type Writer } from './context.js';
import { cutOf, type Cut } from './cutting.js';
import { Crew, type WorkerCode } from './crew.js';
import { isAtWork, releaseHeld, rollBackAll } from './finishing.js';
import { FreeRun, type FreeRunOptions } from './free-run.js';
import { Habits } from './habits.js';
import { endLeftOpen, isWaitedFor, reportLeftOpen, undoChanges } from './left-open.js';
import { detach, passesInSchedule, stepOf, type PassRules } from './passing.js';
import type { StepReply } from './reply.js';
import type { ExecutedStatement } from './statements.js';
import { letOthersBeNotified } from './notifications.js';
import { StepRule } from './step-rule.js';
import { reportAfterEnd, reportReply, type WireListener } from './wire-listener.js';
import { watchCode } from './watch-code.js';
import type { WireGateOptions } from './wire-options.js';
import type { WireWorker } from './wire-worker.js';

/** Receives what happens in a schedule. */
interface RunningSchedule {
  readonly listener: ScheduleListener;
  readonly reports: WireListener;
  /** Every worker has ended, and all its statements are answered. */
  readonly done: () => void;
  /** Whether statements are cut. */
  readonly isCut: boolean;
}

/** The gate of one lane: a proxy in front of the server, which holds each statement until it is released. */
export class WireGate implements Gate, ConnectionHost {
  readonly usualTimeout: string;
  readonly settingsIn: ConnectionHost['settingsIn'];
  readonly levelUsesIn: ConnectionHost['levelUsesIn'];
  connections: readonly HostedConnection[] = [];
  readonly #options: WireGateOptions;
  readonly #server: Server;
  readonly #crew: Crew;
  readonly #habits: Habits;
  readonly #rules: PassRules;
  #stopWatching: () => void = () => {};
  /** Null: no schedule is run, and everything passes. */
  #schedule: RunningSchedule | null = null;
  /** The latest step, if code of an earlier schedule sent it. */
  #leftOver: PendingStep | null = null;
  /** Null: nothing is watched while everything passes. */
  #free: FreeRun | null = null;

  private constructor(options: WireGateOptions) {
    this.#options = options;
    this.settingsIn = options.settingsIn;
    this.levelUsesIn = options.levelUsesIn ?? (() => []);
    this.usualTimeout = options.timeouts?.usual ?? '';
    this.#habits = options.habits ?? new Habits();
    this.#crew = new Crew({
      count: options.workers,
      habits: this.#habits,
      isBusy: () => this.connections.some((each) => each.isBusy && !each.isBackground),
      rested: (worker) => this.#rested(worker),
    });
    const hasEnded = (worker: number) => this.#crew.withNumber(worker)?.hasEnded === true;
    const rule = new StepRule({ ...options, habits: this.#habits, hasEnded });
    const disturbed = () => this.#schedule?.reports.disturbed();
    this.#rules = { crew: this.#crew, rule, disturbed };
    this.#server = createServer({ noDelay: true }, (client) => this.#accept(client));
  }

  /** Opens a gate on a port of the loopback interface. */
  static async open(options: WireGateOptions): Promise<WireGate> {
    const gate = new WireGate(options);
    await new Promise<void>((resolve, reject) => {
      gate.#server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    gate.#stopWatching = watchCode(gate.port);
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
   * @param isSerial whether workers run one after another: then no statement is cut, and no start is a step of its own
   * @returns settles when every worker has ended, and all its statements are answered
   */
  begin(
    listener: ScheduleListener,
    reports: WireListener,
    taking: ReadonlySet<number>,
    code: WorkerCode,
    isSerial = false,
  ): Promise<void> {
    return new Promise((resolve) => {
      this.#schedule = { listener, reports, done: resolve, isCut: !isSerial };
      this.#crew.begin(taking, code, !isSerial && this.#habits.startsMatter);
      for (const connection of this.connections) detach(connection);
      this.#rules.rule.begin();
    });
  }

  /** Lets everything pass, and watches whose it is, until {@link finish}. */
  beginFreely(options: Pick<FreeRunOptions, 'listener' | 'reports'>): FreeRun {
    for (const connection of this.connections) connection.worker = 0;
    this.#free = new FreeRun({ ...this.#options, ...options, gate: this.#crew });
    return this.#free;
  }

  /**
   * Lets everything pass again, also what came too late. Rolls back what was left open, and waits for the sessions
   * of clients that are gone, because their statements could still change rows. Undoes what workers have changed
   * in their sessions.
   */
  async finish(): Promise<void> {
    const reports = this.#schedule?.reports;
    this.#schedule = null;
    this.#free = null;
    this.#crew.end();
    releaseHeld(this.connections, (sql) => reports?.late(sql));
    await rollBackAll(this);
    await undoChanges(this.connections);
  }

  /** Waits until no connection is being set up, and nothing passes freely. */
  async untilCalm(): Promise<void> {
    while (this.connections.some((each) => isAtWork(each))) await nextTurn();
  }

  /** Ends all connections, so that code that waits for an answer gets an error. */
  cut(): void {
    this.#schedule = null;
    this.#crew.end();
    for (const connection of this.connections) connection.close();
  }

  /** Ends the gate and all its connections. */
  async close(): Promise<void> {
    this.#stopWatching();
    this.#crew.end();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of this.connections) connection.close();
    await closed;
  }

  /* ---------- For the conductor ---------- */

  get workers(): readonly WireWorker[] {
    return this.#crew.workers;
  }

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
    return endLeftOpen({
      connections: this.connections,
      hasEnded: (worker) => this.#crew.withNumber(worker)?.hasEnded === true,
      report: (worker, what) => this.#schedule?.reports.leftOpen(worker, what),
    });
  }

  #rested(worker: WireWorker): void {
    const { kind } = worker.activity;
    if (kind === 'quiet') this.#schedule?.reports.quiet(worker.number);
    if (kind === 'done') {
      const report = (left: number, what: LeftOpen) => this.#schedule?.reports.leftOpen(left, what);
      reportLeftOpen(worker.number, { connections: this.connections, report });
    }
    this.#schedule?.listener.moved();
    if (this.#crew.areDone) this.#schedule?.done();
  }

  readonly #userOf = ({ worker }: HostedConnection) => this.#crew.withNumber(worker);

  /* ---------- For the connections ---------- */

  get isHolding(): boolean {
    return this.#schedule !== null || this.#free !== null;
  }

  passesFreely(connection: HostedConnection, sql: string, writer: Writer): boolean {
    if (this.#schedule === null) {
      if (this.#free === null) this.#options.outsideSchedules?.(sql);
      else this.#free.passes(connection, sql, writer);
      return true;
    }
    return passesInSchedule(this.#rules, this.#options, { connection, sql, writer });
  }

  stepFor(connection: HostedConnection, statement: ExecutedStatement, writer: Writer): PendingStep {
    const key = this.#options.keyOf(statement.sql);
    const sender = this.#crew.attribute(connection, key, writer);
    if (this.#crew.isForeign(writer)) this.#options.foreign?.();
    const isUncertain = sender?.isUncertain === true;
    if (isUncertain) this.#schedule?.reports.uncertain(sender.worker.number);
    const step = stepOf(key, statement, isUncertain);
    if (sender?.isOfEarlierSchedule === true) this.#schedule?.reports.disturbed();
    this.#leftOver = sender?.isOfEarlierSchedule === true ? step : null;
    return step;
  }

  cutFor(connection: HostedConnection, step: PendingStep): Cut | null {
    const { cutter } = this.#options;
    return cutter && this.#schedule?.isCut === true ? cutOf(step, connection, cutter) : null;
  }

  deadlockTimeoutFor(worker: number, isCut: boolean): string {
    const { timeouts } = this.#options;
    // A statement that is cut may complete a deadlock that is not there yet.
    const mayClose = timeouts !== null && (isCut || isWaitedFor(worker, this.connections));
    return mayClose ? timeouts.closing : this.usualTimeout;
  }

  stepArrived(connection: HostedConnection): void {
    const worker = this.#userOf(connection);
    if (worker === undefined) return;
    const { position } = connection;
    if (worker.hasEnded && position.kind === 'ready' && this.#schedule !== null) {
      const isLate = worker.leavesWork || position.step === this.#leftOver;
      reportAfterEnd(this.#schedule.reports, { worker, isLate }, position.step, this.#options);
    }
    if (worker.isStarting && position.kind === 'ready') {
      worker.isStarting = false;
      position.release();
    }
    this.#crew.look();
    if (!worker.isWorking) this.#schedule?.listener.moved();
  }

  sending(connection: HostedConnection, step: PendingStep): void {
    this.#schedule?.listener.sending(connection, step);
    this.#schedule?.listener.moved();
  }

  beforeAnswer(connection: HostedConnection): Promise<void> | null {
    if (this.#schedule === null || connection.inTransaction) return null;
    return letOthersBeNotified(connection, this.connections);
  }

  answerArrived(connection: HostedConnection): void {
    const { position } = connection;
    // It came too late: the schedule is over.
    if (this.#schedule === null && position.kind === 'answered') position.deliver();
    else this.#schedule?.listener.arrived(connection);
  }

  delivered(connection: HostedConnection, reply: StepReply): void {
    const { answer } = reply;
    this.notified(connection);
    if (this.#schedule !== null) reportReply(this.#schedule.reports, connection, reply);
    this.#schedule?.listener.answered(connection, answer, false);
  }

  holdsNotifications(connection: HostedConnection): boolean {
    return this.#schedule !== null && this.#userOf(connection)?.isRunning === true;
  }

  notified(connection: HostedConnection): void {
    const worker = this.#userOf(connection);
    if (worker !== undefined && this.#schedule !== null)
      this.#crew.handed(worker, connection.lastKey);
  }

  clientLeft(connection: HostedConnection): void {
    if (this.#schedule !== null) this.#crew.lost(this.#userOf(connection));
    this.#schedule?.listener.moved();
  }

  changed(connection: HostedConnection, writer: Writer = UNKNOWN, reply?: StepReply): void {
    if (connection.isClosed) this.#remove(connection);
    if (this.#crew.isForeign(writer)) this.#options.foreign?.();
    if (this.#schedule !== null) this.#crew.wrote(writer);
    this.#free?.changed(connection, this.connections.length, reply);
    this.#crew.look();
  }

  #remove(connection: HostedConnection): void {
    const worker = this.#userOf(connection);
    this.connections = this.connections.filter((each) => each !== connection);
    worker?.leave(connection);
    if (!connection.hasLeft && this.#schedule !== null) this.#crew.lost(worker);
    this.#schedule?.listener.moved();
    // A step under way on it, such as a COPY, is never answered.
    if (this.#crew.areDone) this.#schedule?.done();
  }

  #accept(client: Socket): void {
    const connection = new WireConnection({ ...this.#options, client }, this);
    this.connections = [...this.connections, connection];
    this.changed(connection);
  }
}
