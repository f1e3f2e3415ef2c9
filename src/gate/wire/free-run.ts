/** Workers whose statements are not held: the gate only watches whose they are. */
import type { PendingStep } from '../../explore/gate.js';
import type { ScheduleListener } from '../../explore/listener.js';
import { nowMs } from '../../own-timers.js';
import type { HostedConnection } from './connection-host.js';
import { runAs, type ScheduleMark, type Writer } from './context.js';
import type { StepReply } from './reply.js';
import { ENDS_TRANSACTION, reportNotices, type WireListener } from './wire-listener.js';
import type { WireGateOptions } from './wire-options.js';

/** What a free run needs from its gate. */
export interface FreeRunOptions extends Pick<
  WireGateOptions,
  'isHousekeeping' | 'isBackground' | 'keyOf' | 'habits'
> {
  /** Receives each statement, with its connection. */
  readonly listener: Pick<ScheduleListener, 'sending'>;
  readonly reports: Pick<
    WireListener,
    'leftOpen' | 'uncertain' | 'warned' | 'commitRolledBack' | 'late'
  >;
  /** Stands for the gate. */
  readonly gate: object;
}

/** When statements of a worker were under way, as `performance.now()`. */
interface Span {
  readonly from: number;
  until: number;
}

/** A statement that was let pass. */
interface PassedStatement {
  readonly sql: string;
  /** Empty: it is housekeeping. */
  readonly key: string;
  /** Whether it is of a worker, as far as is known, and not what a service sends by itself. */
  readonly isWork: boolean;
}

/** One run of workers that all run freely at once. */
export class FreeRun {
  readonly #options: FreeRunOptions;
  readonly #mark: ScheduleMark;
  /** The connections with a statement that is not answered. */
  readonly #pending = new Map<HostedConnection, PassedStatement>();
  readonly #started = new Set<number>();
  readonly #ended = new Set<number>();
  readonly #spans = new Map<number, Span>();
  /** Whether it is not known which worker sent a statement. */
  #isAnySenderUnknown = false;
  /** When anything last happened, as `performance.now()`. */
  movedAt = nowMs();
  /** When a statement was last sent or answered that is neither housekeeping nor a service's own, as `performance.now()`. */
  workedAt = -Infinity;
  /** The most connections at once. */
  mostConnections = 0;
  #isOver = false;

  constructor(options: FreeRunOptions) {
    this.#options = options;
    this.#mark = { gate: options.gate };
  }

  /** Runs the code of a worker now, perhaps not for the first time. @returns settles as the code does */
  async start<T>(worker: number, work: () => Promise<T>): Promise<T> {
    this.#started.add(worker);
    this.#ended.delete(worker);
    try {
      return await runAs(this.#mark, worker, work);
    } finally {
      this.#ended.add(worker);
      this.movedAt = nowMs();
    }
  }

  hasEnded(worker: number): boolean {
    return this.#ended.has(worker);
  }

  isPending(connection: HostedConnection): boolean {
    return this.#pending.has(connection);
  }

  /** Whether a statement is not answered. */
  get isWaiting(): boolean {
    return this.#pending.size > 0;
  }

  /** Whether a worker sent a statement before another one had the answer to its last one; null: it is not known. */
  get hasOverlapped(): boolean | null {
    const spans = [...this.#spans.values()].toSorted((one, other) => one.from - other.from);
    if (spans.some(({ from }, at) => spans.slice(0, at).some(({ until }) => from < until)))
      return true;
    return this.#isAnySenderUnknown ? null : false;
  }

  /** Receives each statement before it passes. */
  passes(connection: HostedConnection, sql: string, writer: Writer): void {
    const worker = this.#senderOf(connection, writer);
    const now = nowMs();
    this.movedAt = now;
    connection.worker = worker;
    const key = this.#options.isHousekeeping(sql) ? '' : this.#options.keyOf(sql);
    const isBackground = !connection.inTransaction && this.#options.isBackground?.(sql) === true;
    const statement = { sql, key, isWork: key !== '' && !isBackground };
    this.#pending.set(connection, statement);
    if (statement.isWork) this.workedAt = now;
    if (this.#isOver) this.#reportLate(statement);
    if (worker === 0) {
      this.#isAnySenderUnknown ||= key !== '';
      return;
    }
    // The connection is set up now: what follows is a worker's.
    if (key !== '') connection.lastKey = key;
    if (key !== '' && !this.#spans.has(worker)) this.#spans.set(worker, { from: now, until: now });
    const step: PendingStep = {
      key,
      action: { kind: 'statement', sql, parameters: [] },
      footprint: null,
    };
    this.#options.listener.sending(connection, step);
  }

  /** A connection was opened, answered by this reply, or closed. @param open how many there are */
  changed(connection: HostedConnection, open: number, reply?: StepReply): void {
    this.movedAt = nowMs();
    this.mostConnections = Math.max(this.mostConnections, open);
    if (connection.isBusy && !connection.isClosed) return;
    const answered = this.#pending.get(connection);
    if (answered === undefined) return;
    const { key } = answered;
    if (reply !== undefined && key !== '')
      reportNotices(this.#options.reports, { worker: connection.worker, key }, reply);
    this.#pending.delete(connection);
    if (answered.isWork) this.workedAt = this.movedAt;
    const span = this.#spans.get(connection.worker);
    if (span !== undefined) span.until = this.movedAt;
  }

  /** No worker is called any more: what is not answered yet, or comes from now on, no worker awaits. */
  allEnded(): void {
    this.#isOver = true;
    for (const [{ hasFailed }, statement] of this.#pending)
      if (!hasFailed) this.#reportLate(statement);
  }

  /** A service may go on when it has answered. */
  #reportLate({ sql, isWork }: PassedStatement): void {
    const { habits, reports } = this.#options;
    if (isWork && habits?.isElsewhere !== true && !ENDS_TRANSACTION.test(sql)) reports.late(sql);
  }

  /**
   * Reports the transactions that workers have left open. They are rolled back later.
   * @param ofAny also of workers that have not ended
   */
  reportLeftOpen(connections: readonly HostedConnection[], ofAny = false): void {
    for (const connection of this.leftBehind(connections, ofAny)) {
      if (connection.inTransaction) this.#report(connection);
    }
  }

  /**
   * The connections that workers that have ended used last, and on which nothing is under way.
   * @param ofAny also of workers that have not ended
   */
  leftBehind(connections: readonly HostedConnection[], ofAny = false): readonly HostedConnection[] {
    return connections.filter(
      (connection) =>
        connection.isIdle &&
        !connection.hasLeft &&
        !this.#pending.has(connection) &&
        (ofAny || this.#hasEndedOn(connection)),
    );
  }

  #hasEndedOn({ worker }: HostedConnection): boolean {
    return worker === 0 ? this.#started.size === this.#ended.size : this.#ended.has(worker);
  }

  #report(connection: HostedConnection): void {
    const [first = 1] = this.#started;
    // Code of another process, or code that a pool ran for another worker.
    if (connection.worker === 0) this.#options.reports.uncertain(first);
    this.#options.reports.leftOpen(connection.worker || first, 'transaction');
  }

  /** What a driver sends by itself, it most likely sends for the worker that used the connection last. */
  #senderOf(connection: HostedConnection, writer: Writer): number {
    if (writer.schedule === this.#mark) return writer.worker;
    if (!writer.isDriver) return 0;
    if (connection.worker !== 0) return connection.worker;
    const { opener } = connection;
    return opener.schedule === this.#mark ? opener.worker : 0;
  }
}
