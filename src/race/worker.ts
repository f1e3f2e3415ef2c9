import type { Client } from '../database/client.js';
import { SessionLost } from '../database/session-lost.js';
import type { EnvironmentError } from '../errors.js';
import type { SessionPool } from '../database/session-pool.js';
import type { Draw, OperationRecord, Replica, Strategy } from '../model.js';
import { nextTurn } from '../own-timers.js';
import { attempt } from './attempt.js';
import type { CrewPlan } from './crew.js';
import { drawOperation } from './draw-operation.js';
import { cannotWork, sentLate } from './defects.js';
import { LOST_CONNECTION } from './perform.js';
import type { RaceEnvironment } from './environment.js';
import type { OperationLog } from './operation-log.js';
import { Performer } from './performer.js';
import type { RandomStream } from '../random.js';
import type { RoundClock } from './round-clock.js';

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
  readonly #performer: Performer;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const { number, pool, jitter, environment, strategy, plan } = options;
    this.#performer = new Performer({
      number,
      pool,
      jitter,
      retries: plan.retries,
      backoff: plan.backoff,
      sleep: (ms) => environment.sleep(ms),
      onLate: (sql) => options.onDefect(sentLate(strategy, sql)),
    });
  }

  get client(): Client {
    return this.#performer.client;
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
    const { plan, environment, draw, strategy, replica } = this.#options;
    const approach = { strategy, replica, thinkMs: plan.thinkMs };
    const count = plan.extent.kind === 'operations' ? plan.extent.perWorker : Infinity;
    for (let sequence = 1; sequence <= count && clock.mayBegin(); sequence += 1) {
      const operation = drawOperation(plan.scenario, draw, { least: 1, most: plan.accounts });
      const record = await this.#performer.perform(operation, sequence, approach, clock);
      log.add(record);
      environment.progress.operationEnded();
      if (sessionWasLost(record)) break;
    }
  }
}

/** The least number of warm-up attempts: enough to prepare every statement and to compile the code once. */
const WARM_UP_ATTEMPTS = 5;

/** Accounts below 1 belong to the warm-up, two for each worker. */
export function warmUpAccounts(worker: number): readonly [number, number] {
  return [1 - 2 * worker, -2 * worker];
}

function sessionWasLost({ outcome }: OperationRecord): boolean {
  return (
    outcome.kind === 'indeterminate' ||
    (outcome.kind === 'failed' && outcome.cause === LOST_CONNECTION)
  );
}
