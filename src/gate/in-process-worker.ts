import { Client } from '../database/client.js';
import type { Session } from '../database/session.js';
import { SessionPool } from '../database/session-pool.js';
import type { StatementInterceptor } from '../database/statement.js';
import type {
  Activity,
  Channel,
  ChannelPosition,
  GatedWorker,
  PendingStep,
} from '../explore/gate.js';
import { silent, type ScheduleListener } from '../explore/listener.js';
import { failed } from './answer.js';
import { DeadlockCheck, type DeadlockTimeout } from './deadlock-timeout.js';

const IDLE: ChannelPosition = { kind: 'idle' };
const SENT: ChannelPosition = { kind: 'sent' };
const WORKING: Activity = { kind: 'working' };
const GATED: Activity = { kind: 'gated' };
const DONE: Activity = { kind: 'done' };

/** The options of a worker. */
export interface InProcessWorkerOptions {
  /** From 1. */
  readonly number: number;
  readonly session: Session;
  /** Null: the role may not set deadlock_timeout. */
  readonly deadlockTimeout: DeadlockTimeout | null;
  /** Whether another worker waits for this one. */
  readonly isWaitedFor: (worker: number) => boolean;
  /** Makes the error for a statement that was sent after the code had ended. */
  readonly lateStatement: (sql: string) => Error;
}

/**
 * A worker whose code runs in this process. It has one session, and is its own only channel. Below its Kysely
 * it holds each statement until the schedule releases it.
 */
export class InProcessWorker implements GatedWorker, Channel {
  readonly number: number;
  readonly session: Session;
  readonly client: Client;
  readonly channels: readonly Channel[] = [this];
  readonly #deadlockTimeout: DeadlockTimeout | null;
  readonly #isWaitedFor: (worker: number) => boolean;
  #listener: ScheduleListener = silent;
  #activity: Activity = DONE;
  #position: ChannelPosition = IDLE;
  readonly #check = new DeadlockCheck();
  #lastKey = '';
  #released: () => void = () => {};

  constructor(options: InProcessWorkerOptions) {
    const { number, session, deadlockTimeout, isWaitedFor, lateStatement } = options;
    this.number = number;
    this.session = session;
    this.#deadlockTimeout = deadlockTimeout;
    this.#isWaitedFor = isWaitedFor;
    this.client = new Client(new SessionPool([session]), this.#interceptor, {
      late: (sql) => this.#listener.failed(lateStatement(sql)),
    });
  }

  get worker(): number {
    return this.number;
  }

  get activity(): Activity {
    return this.#activity;
  }

  get position(): ChannelPosition {
    return this.#position;
  }

  get backend(): number {
    return this.session.pid;
  }

  get inTransaction(): boolean {
    return this.session.inTransaction;
  }

  get lastKey(): string {
    return this.#lastKey;
  }

  /**
   * Joins a schedule.
   * @param released is called when one of its steps is released
   */
  join(listener: ScheduleListener, released: () => void): void {
    this.#listener = listener;
    this.#released = released;
    this.#activity = WORKING;
    this.#position = IDLE;
  }

  /** Reports that its code has ended. */
  end(): void {
    this.#move(DONE, IDLE);
  }

  /** Reports that its code waits for an application lock. */
  queue(lock: string): void {
    this.#move({ kind: 'queued', lock }, IDLE);
  }

  /** Reports that its code continues. */
  goOn(): void {
    this.#move(WORKING, IDLE);
  }

  /** @see Gate.deadlockCheckEndsAt */
  get deadlockCheckEndsAt(): number {
    return this.#position.kind === 'waiting' ? this.#check.endsAt : 0;
  }

  noteBlockers(workers: readonly number[]): void {
    if (workers.length > 0) this.#check.waits();
    this.#move(GATED, workers.length === 0 ? SENT : { kind: 'waiting', for: workers });
  }

  /** Waits until the schedule releases this step. */
  hold(step: PendingStep): Promise<void> {
    return new Promise((resolve) => {
      const release = () => {
        this.#released();
        this.goOn();
        resolve();
      };
      this.#move(GATED, { kind: 'ready', step, release });
    });
  }

  #move(activity: Activity, position: ChannelPosition): void {
    this.#activity = activity;
    this.#position = position;
    this.#listener.moved();
  }

  readonly #interceptor: StatementInterceptor = async (statement, send) => {
    const { kind, sql, parameters } = statement;
    const step: PendingStep = {
      key: sql,
      action: { kind: 'statement', sql, parameters },
      footprint: null,
    };
    await this.hold(step);
    this.#lastKey = sql;
    this.#listener.sending(this, step);
    const mayCloseCircle = this.#isWaitedFor(this.number);
    this.#check.begins(mayCloseCircle && this.#deadlockTimeout !== null);
    this.#deadlockTimeout?.beforeStatement(kind, mayCloseCircle);
    this.#move(GATED, SENT);
    try {
      const result = await send();
      this.#listener.answered(this, { kind: 'returned', ...result }, false);
      return result;
    } catch (error) {
      this.#listener.answered(this, failed(error), false);
      throw error;
    } finally {
      this.goOn();
    }
  };
}
