import { Client } from '../database/client.js';
import type { Session } from '../database/session.js';
import type { SessionPool } from '../database/session-pool.js';
import type { StatementInterceptor } from '../database/statement.js';
import type { Backoff, Operation, Outcome, Replica, Strategy } from '../model.js';
import type { RandomStream } from '../random.js';
import { attempt, type Attempt } from './attempt.js';
import { pauseBefore } from './backoff.js';
import { perform } from './perform.js';
import type { ObservedWrite, RawRecord } from './raw-record.js';

const NONE: readonly never[] = [];

export interface PerformerOptions {
  /** The worker's number in the records. */
  readonly number: number;
  readonly pool: SessionPool;
  /** Retries allowed per operation. */
  readonly retries: number;
  readonly backoff: Backoff;
  readonly jitter: RandomStream;
  sleep(ms: number): Promise<void>;
  /** Receives a statement that was sent between two attempts. */
  onLate(sql: string): void;
}

/** The time in which an operation is carried out. */
export interface OperationClock {
  /** Milliseconds since the start to which the records refer. */
  elapsed(): number;
  /** Milliseconds until retries are no longer allowed, at least 0. */
  remaining(): number;
  /** Whether a failed attempt may be retried. */
  mayRetry(): boolean;
}

/** How an operation is carried out. */
export interface Approach {
  readonly strategy: Strategy;
  readonly replica: Replica;
  /** Pause between reading and writing, in milliseconds. */
  readonly thinkMs: number;
}

/** Carries out operations one after another on its own client, with retries, and records them. */
export class Performer {
  readonly client: Client;
  readonly #options: PerformerOptions;
  #clock: OperationClock | undefined;
  #thinkMs = 0;
  /** When the current operation first got a session after waiting for one; null: it never waited. */
  #grantedAt: number | null = null;
  #releasedAt = 0;
  /** Whether the current attempt has read, as seen below Kysely. */
  #hasRead = false;
  #seen: ObservedWrite[] = [];

  constructor(options: PerformerOptions) {
    this.#options = options;
    this.client = new Client(options.pool, this.#interceptor, {
      acquired: (waited) => {
        if (waited) this.#grantedAt ??= this.#clock?.elapsed() ?? 0;
      },
      released: () => {
        this.#releasedAt = this.#clock?.elapsed() ?? 0;
      },
      late: (sql) => options.onLate(sql),
    });
  }

  /** The sessions that the current attempt holds. */
  get held(): ReadonlySet<Session> {
    return this.client.held;
  }

  /**
   * @param sequence position within the worker's operations, from 1
   * @throws {StrategyDefect} as `attempt`
   */
  async perform(
    operation: Operation,
    sequence: number,
    approach: Approach,
    clock: OperationClock,
  ): Promise<RawRecord> {
    this.#clock = clock;
    this.#thinkMs = approach.thinkMs;
    const startedAt = clock.elapsed();
    this.#grantedAt = null;
    this.#releasedAt = startedAt;
    const { retries, outcome } = await perform(
      () => this.#attempt(operation, approach),
      (retriesSoFar) => this.#pauseToRetry(retriesSoFar, clock),
    );
    return {
      worker: this.#options.number,
      sequence,
      kind: operation.kind,
      changes: operation.changes,
      startedAt,
      endedAt: clock.elapsed(),
      activeFrom: this.#grantedAt ?? startedAt,
      activeUntil: this.#releasedAt,
      retries,
      outcome: endedByTimeLimit(outcome, clock) ?? outcome,
      seen: outcome.kind === 'indeterminate' ? this.#seen : NONE,
    };
  }

  #attempt(operation: Operation, { strategy, replica }: Approach): Promise<Attempt> {
    this.#hasRead = false;
    this.#seen = [];
    return attempt(strategy, this.client, operation, replica);
  }

  /** Pauses. @returns whether another retry is allowed after this number of retries */
  async #pauseToRetry(retriesSoFar: number, clock: OperationClock): Promise<boolean> {
    const { retries, backoff, jitter } = this.#options;
    if (retriesSoFar >= retries || !clock.mayRetry()) return false;
    const pause = pauseBefore(retriesSoFar + 1, backoff, jitter);
    if (pause > 0) await this.#options.sleep(Math.min(pause, clock.remaining()));
    return clock.mayRetry();
  }

  readonly #interceptor: StatementInterceptor = async (statement, send) => {
    if (statement.kind === 'write' && this.#hasRead && this.#thinkMs > 0) {
      // The pause ends at the time limit, because other workers may wait for this one.
      await this.#options.sleep(Math.min(this.#thinkMs, this.#clock?.remaining() ?? 0));
    }
    const result = await send();
    if (statement.kind === 'read') this.#hasRead = true;
    if (statement.kind === 'write') this.#seen.push(...seenIn(result.rows));
    return result;
  };
}

const QUERY_CANCELED = '57014';

/** The outcome of an operation that was cancelled after the time limit; null for all others. */
function endedByTimeLimit(outcome: Outcome, clock: OperationClock): Outcome | null {
  const cancelled = outcome.kind === 'failed' && outcome.cause === QUERY_CANCELED;
  if (!cancelled || clock.remaining() > 0) return null;
  const message = 'it was still waiting for a lock after the time limit';
  return { kind: 'failed', cause: 'time limit', message };
}

function seenIn(rows: readonly unknown[]): ObservedWrite[] {
  return rows.flatMap((row) => {
    if (typeof row !== 'object' || row === null || !('id' in row && 'version' in row)) return [];
    const { id, version } = row;
    if (typeof id !== 'number' || typeof version !== 'number') return [];
    return [{ account: id, version }];
  });
}
