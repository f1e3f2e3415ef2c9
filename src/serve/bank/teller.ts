import type { LabDatabase } from '../../database/lab-database.js';
import type { SessionPool } from '../../database/session-pool.js';
import { StrategyDefect } from '../../errors.js';
import type { Operation, Strategy } from '../../model.js';
import { clearTimeout, setTimeout } from '../../own-timers.js';
import { DEFAULTS } from '../../plan/defaults.js';
import { monotonicMs } from '../../race/clock.js';
import { sentLate } from '../../race/defects.js';
import { Performer, type Approach } from '../../race/performer.js';
import type { RawRecord } from '../../race/raw-record.js';
import { randomStream } from '../../random.js';

/** How long an operation may take. After it, it is not retried, and its statement is cancelled. */
const OPERATION_LIMIT_MS = 10_000;
/** An attempt that has not ended this long after the limit hangs in its own code. */
const GRACE_MS = 5_000;

/** What a teller works with. */
export interface TellerOptions {
  /** Its number as a worker, from 1 over all processes. */
  readonly number: number;
  readonly pool: SessionPool;
  readonly database: Pick<LabDatabase, 'control'>;
  sleep(ms: number): Promise<void>;
  /** How long an operation may take, in milliseconds [10,000]. */
  readonly limitMs?: number | undefined;
}

/** One concurrent client of the bank. It serves one request at a time. */
export class Teller {
  readonly #options: TellerOptions;
  readonly #performer: Performer;
  #sequence = 0;
  #strategy: Strategy | undefined;
  #isUnfit = false;

  constructor(options: TellerOptions) {
    this.#options = options;
    const { retries, backoff } = DEFAULTS.run;
    const { number, pool } = options;
    this.#performer = new Performer({
      number,
      pool,
      retries,
      backoff,
      jitter: randomStream(number),
      sleep: (ms) => options.sleep(ms),
      onLate: (sql) => this.#dismiss(sql),
    });
  }

  /** Its code has left something unfinished, so it must not serve again. */
  get isUnfit(): boolean {
    return this.#isUnfit || this.#performer.client.isAbandoned;
  }

  /**
   * Carries out an operation with retries.
   * @throws {StrategyDefect} when the strategy's code is wrong or hangs
   */
  async serve(operation: Operation, approach: Approach): Promise<RawRecord> {
    this.#sequence += 1;
    this.#strategy = approach.strategy;
    const until = monotonicMs() + (this.#options.limitMs ?? OPERATION_LIMIT_MS);
    const clock = {
      elapsed: monotonicMs,
      remaining: () => Math.max(0, until - monotonicMs()),
      mayRetry: () => monotonicMs() < until,
    };
    const watch = this.#watch(approach.strategy);
    try {
      const work = this.#performer.perform(operation, this.#sequence, approach, clock);
      return await Promise.race([work, watch.hung]);
    } catch (error) {
      this.#endSessions();
      throw error;
    } finally {
      watch.stop();
    }
  }

  /** Cancels the statement of an operation that takes too long, and then gives up on it. */
  #watch(strategy: Strategy): { readonly hung: Promise<never>; stop(): void } {
    const { limitMs = OPERATION_LIMIT_MS, database } = this.#options;
    const { promise: hung, reject } = withReject();
    const cancel = setTimeout(() => {
      for (const { pid } of this.#performer.held) {
        database.control.query('select pg_cancel_backend($1)', [pid]).catch(() => undefined);
      }
    }, limitMs);
    const giveUp = setTimeout(
      () => reject(hangs(strategy, limitMs + GRACE_MS)),
      limitMs + GRACE_MS,
    );
    const stop = () => {
      clearTimeout(cancel);
      clearTimeout(giveUp);
    };
    return { hung, stop };
  }

  #dismiss(sql: string): void {
    if (this.#strategy !== undefined) this.#endSessions(sentLate(this.#strategy, sql));
  }

  /** Failed code may still use its sessions. */
  #endSessions(reason: Error = new Error('the strategy failed')): void {
    this.#isUnfit = true;
    this.#performer.client.abandon();
    for (const session of this.#performer.held) session.abandon(reason);
  }
}

function withReject() {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  promise.catch(() => undefined);
  return { promise, reject };
}

const hangs = ({ name }: Strategy, ms: number): StrategyDefect =>
  new StrategyDefect(name, `an attempt of strategy ${name} has not returned for ${ms / 1000} s`, {
    hint: 'It waits for something that never happens: a promise that is never resolved, or a lock that is never released.',
  });
