import { setImmediate as nextTurn } from 'node:timers/promises';

import { Client } from '../database/client.js';
import { SessionLost } from '../database/session-lost.js';
import type { StatementInterceptor } from '../database/statement.js';
import type { EnvironmentError } from '../errors.js';
import type { SessionPool } from '../database/session-pool.js';
import type { Draw, Operation, OperationRecord, Outcome, Replica, Strategy } from '../model.js';
import { attempt, type Attempt } from './attempt.js';
import { pauseBefore } from './backoff.js';
import type { CrewPlan } from './crew.js';
import { drawOperation } from './draw-operation.js';
import { cannotWork, sentLate } from './defects.js';
import { LOST_CONNECTION, perform } from './perform.js';
import type { RaceEnvironment } from './environment.js';
import type { OperationLog } from './operation-log.js';
import type { ObservedWrite, RawRecord } from './raw-record.js';
import type { RandomStream } from '../random.js';
import type { RoundClock } from './round-clock.js';

const NONE: readonly never[] = [];

export interface WorkerOptions {
  readonly number: number;
  readonly plan: CrewPlan;
  readonly strategy: Strategy;
  readonly pool: SessionPool;
  readonly replica: Replica;
  readonly draw: Draw;
  readonly jitter: RandomStream;
  readonly environment: RaceEnvironment;
  /** Receives a defect of the strategy that was found between two attempts. */
  readonly onDefect: (defect: EnvironmentError) => void;
}

/** One concurrent client. Carries out its operations one after another, and records them. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly client: Client;
  #clock: RoundClock | undefined;
  /** When the current operation first got a session after waiting for one; null: it never waited. */
  #grantedAt: number | null = null;
  #releasedAt = 0;
  /** Whether the current attempt has read, as seen below Kysely. */
  #hasRead = false;
  #seen: ObservedWrite[] = [];

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.client = new Client(options.pool, this.#interceptor, {
      acquired: (waited) => {
        if (waited) this.#grantedAt ??= this.#clock?.elapsed() ?? 0;
      },
      released: () => {
        this.#releasedAt = this.#clock?.elapsed() ?? 0;
      },
      late: (sql) => options.onDefect(sentLate(options.strategy, sql)),
    });
  }

  /**
   * Sends a strategy's statements a few times, on accounts of this worker alone. When the race begins, the
   * server has prepared the statements and the client code is warm.
   * @param until continues until this time, on the clock of the environment
   * @throws {StrategyDefect} when the strategy fails with a single worker
   * @throws {EnvironmentError} when the scenario draws no operation
   * @throws {SessionLost}
   */
  async warmUp(until: number): Promise<void> {
    const { plan, strategy, number, replica, environment } = this.#options;
    const [account, other] = warmUpAccounts(number);
    const own: Draw = {
      account: () => account,
      pair: () => [account, other],
      partners: () => [account, other],
      amount: () => 1,
      coin: () => true,
    };
    for (let time = 1; time <= WARM_UP_ATTEMPTS || environment.now() < until; time += 1) {
      // Code that never waits for I/O must not block the other workers.
      if (time > WARM_UP_ATTEMPTS) await nextTurn();
      const operation = drawOperation(plan.scenario, own, { least: other, most: plan.accounts });
      const { end } = await attempt(strategy, this.client, operation, replica, true);
      if (end.kind === 'lost') throw new SessionLost(false, new Error(end.message));
      if (end.kind === 'failed') throw cannotWork(strategy, { ...end, sql: this.client.failed });
    }
  }

  /**
   * Works until all operations are done, the time is over, or the session is lost.
   * @param log receives the records
   */
  async work(clock: RoundClock, log: OperationLog): Promise<void> {
    this.#clock = clock;
    const { plan, environment, draw } = this.#options;
    const count = plan.extent.kind === 'operations' ? plan.extent.perWorker : Infinity;
    for (let sequence = 1; sequence <= count && clock.mayBegin(); sequence += 1) {
      const operation = drawOperation(plan.scenario, draw, { least: 1, most: plan.accounts });
      const record = await this.#perform(operation, sequence, clock);
      log.add(record);
      environment.progress.operationEnded();
      if (sessionWasLost(record)) break;
    }
  }

  async #perform(operation: Operation, sequence: number, clock: RoundClock): Promise<RawRecord> {
    const startedAt = clock.elapsed();
    this.#grantedAt = null;
    this.#releasedAt = startedAt;
    const { retries, outcome } = await perform(
      () => this.#attempt(operation),
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

  #attempt(operation: Operation): Promise<Attempt> {
    const { strategy, replica } = this.#options;
    this.#hasRead = false;
    this.#seen = [];
    return attempt(strategy, this.client, operation, replica);
  }

  /** Pauses. @returns whether another retry is allowed after this number of retries */
  async #pauseToRetry(retriesSoFar: number, clock: RoundClock): Promise<boolean> {
    const { plan, jitter, environment } = this.#options;
    if (retriesSoFar >= plan.retries || !clock.mayRetry()) return false;
    const pause = pauseBefore(retriesSoFar + 1, plan.backoff, jitter);
    if (pause > 0) await environment.sleep(Math.min(pause, clock.remaining()));
    return clock.mayRetry();
  }

  readonly #interceptor: StatementInterceptor = async (statement, send) => {
    const { plan, environment } = this.#options;
    if (statement.kind === 'write' && this.#hasRead && plan.thinkMs > 0) {
      // The pause ends at the time limit, because other workers may wait for this one.
      await environment.sleep(Math.min(plan.thinkMs, this.#clock?.remaining() ?? 0));
    }
    const result = await send();
    if (statement.kind === 'read') this.#hasRead = true;
    if (statement.kind === 'write') this.#seen.push(...seenIn(result.rows));
    return result;
  };
}

/** The least number of warm-up attempts: enough to prepare every statement and to compile the code once. */
const WARM_UP_ATTEMPTS = 5;

/** Accounts below 1 belong to the warm-up, two for each worker. */
export function warmUpAccounts(worker: number): readonly [number, number] {
  return [1 - 2 * worker, -2 * worker];
}

const QUERY_CANCELED = '57014';

/** The outcome of an operation that was cancelled after the time limit; null for all others. */
function endedByTimeLimit(outcome: Outcome, clock: RoundClock): Outcome | null {
  const cancelled = outcome.kind === 'failed' && outcome.cause === QUERY_CANCELED;
  if (!cancelled || clock.remaining() > 0) return null;
  const message = 'it was still waiting for a lock after the time limit';
  return { kind: 'failed', cause: 'time limit', message };
}

function sessionWasLost({ outcome }: OperationRecord): boolean {
  return (
    outcome.kind === 'indeterminate' ||
    (outcome.kind === 'failed' && outcome.cause === LOST_CONNECTION)
  );
}

function seenIn(rows: readonly unknown[]): ObservedWrite[] {
  return rows.flatMap((row) => {
    if (typeof row !== 'object' || row === null || !('id' in row && 'version' in row)) return [];
    const { id, version } = row;
    if (typeof id !== 'number' || typeof version !== 'number') return [];
    return [{ account: id, version }];
  });
}
