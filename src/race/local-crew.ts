import type { LabDatabase } from '../database/lab-database.js';
import type { Session } from '../database/session.js';
import { SessionPool } from '../database/session-pool.js';
import type { EnvironmentError } from '../errors.js';
import type { RunPlan, Strategy } from '../model.js';
import { nextTurn } from '../own-timers.js';
import { AttemptWatch } from './attempt-watch.js';
import { awake } from './keep-awake.js';
import type { Crew, CrewPlan, RoundRecord } from './crew.js';
import type { RaceEnvironment } from './environment.js';
import { OperationLog } from './operation-log.js';
import { drawFor, randomStream } from '../random.js';
import { makeReplica } from '../replica.js';
import { RoundClock } from './round-clock.js';
import { Worker } from './worker.js';

/** The purpose of a worker's second random stream, as part of its seed. */
const JITTER = 2;

/**
 * The longest warm-up of a race by time, in ms. Such a race measures a rate, and V8 needs about this time to
 * compile.
 */
const LONGEST_WARM_UP = 1_000;

/** Workers in this process. */
export class LocalCrew implements Crew {
  readonly #plan: CrewPlan;
  readonly #numbers: readonly number[];
  readonly #sessions: readonly Session[];
  readonly #pools: readonly SessionPool[];
  readonly #environment: RaceEnvironment;
  readonly #database: Pick<LabDatabase, 'control' | 'pids' | 'discard'> | null;
  /** The strategies that it has raced. */
  readonly #known = new Set<string>();
  #workers: readonly Worker[] = [];
  #strategy: Strategy | undefined;
  #watch: AttemptWatch | undefined;
  /** A defect of the strategy's code that was found between two attempts. */
  #defect: EnvironmentError | undefined;

  /**
   * @param numbers the numbers of its workers, counted from 1 over all processes
   * @param sessions one for each worker, or the sessions that the workers share
   * @param database for asking which backend blocks which; null: only the leading process can ask
   */
  constructor(
    plan: CrewPlan,
    numbers: readonly number[],
    sessions: readonly Session[],
    environment: RaceEnvironment,
    database: Pick<LabDatabase, 'control' | 'pids' | 'discard'> | null,
  ) {
    this.#plan = plan;
    this.#database = database;
    this.#numbers = numbers;
    this.#sessions = sessions;
    this.#pools = poolsOf(plan, numbers.length, sessions);
    this.#environment = environment;
  }

  async prepare(strategy: Strategy, round: number): Promise<void> {
    const plan = this.#plan;
    const replica = makeReplica();
    this.#strategy = strategy;
    this.#workers = this.#pools.map((pool, index) => {
      const number = this.#numbers[index] ?? 0;
      return new Worker({
        number,
        plan,
        strategy,
        pool,
        replica,
        draw: drawFor(plan, round, number),
        jitter: randomStream(plan.seed, round, number, JITTER),
        environment: this.#environment,
        onDefect: (defect) => {
          this.#defect ??= defect;
          this.#watch?.fail(defect);
        },
      });
    });
    // Another process may be new in a later round. This one has raced the strategy before.
    const isCold = round === 1 || (this.#database === null && !this.#known.has(strategy.name));
    this.#known.add(strategy.name);
    const until = this.#environment.now() + (isCold ? warmUpMs(plan.extent) : 0);
    await this.#watched(() => Promise.all(this.#workers.map((worker) => worker.warmUp(until))));
  }

  async race(started: () => void): Promise<RoundRecord> {
    started();
    return this.raceFrom(this.#environment.now());
  }

  /** @param start the time of the common start, which is now or just past */
  async raceFrom(start: number): Promise<RoundRecord> {
    const { extent, timeLimitMs, processes } = this.#plan;
    const clock = new RoundClock(this.#environment, start, extent, timeLimitMs);
    const records = new OperationLog();
    await awake(processes, () =>
      this.#watched(() => Promise.all(this.#workers.map((worker) => worker.work(clock, records)))),
    );
    return { records, cutShort: clock.cutShort };
  }

  async finish(): Promise<void> {
    // A statement that was sent late is detected by now.
    await nextTurn();
    if (this.#defect) throw this.#defect;
  }

  /** Does work while a watch checks the attempts. Fails when one of them hangs. */
  async #watched<T>(work: () => Promise<T>): Promise<T> {
    if (this.#defect) throw this.#defect;
    if (!this.#strategy) throw new RangeError('no round is prepared');
    const watch = new AttemptWatch({
      strategy: this.#strategy,
      database: this.#database,
      environment: this.#environment,
    });
    for (const { client } of this.#workers) watch.add(client);
    this.#watch = watch;
    try {
      return await Promise.race([work(), watch.failed]);
    } finally {
      watch.stop();
    }
  }

  async disband(): Promise<void> {
    for (const { client } of this.#workers) client.abandon();
    await this.#database?.discard(this.#sessions);
  }

  sessions(): { readonly lost: number; readonly all: number } {
    const all = this.#sessions.length;
    return { lost: this.#sessions.filter((session) => session.lost).length, all };
  }
}

/** The shortest warm-up of a strategy's first round, in ms. After it, V8 has compiled the code. */
function warmUpMs(extent: RunPlan['extent']): number {
  return extent.kind === 'duration' ? Math.min(extent.ms, LONGEST_WARM_UP) : 0;
}

/** One pool for each worker, or one shared pool for all workers. */
function poolsOf(
  plan: Pick<RunPlan, 'connections'>,
  workers: number,
  sessions: readonly Session[],
): readonly SessionPool[] {
  if (plan.connections === null) return sessions.map((session) => new SessionPool([session]));
  const shared = new SessionPool(sessions);
  return Array.from({ length: workers }, () => shared);
}
