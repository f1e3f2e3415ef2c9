import type { LabDatabase } from '../database/lab-database.js';
import type { Workload, Strategy } from '../model.js';
import { notLoadedAgain } from '../race/defects.js';
import { Lane } from '../subject/account/lane.js';

/**
 * So many schedules must wait before another lane is worth its connections and its schema; fewer
 * where each deadlock takes a second.
 */
const SCHEDULES_PER_LANE = { quick: 16, slow: 1 };

export interface LanesOptions {
  readonly most: number;
  readonly mayTimeDeadlocks: boolean;
  /** Makes an instance of a strategy that shares no variables with those of other lanes. */
  readonly freshInstance: (strategy: Strategy) => Promise<Strategy>;
}

/** The lanes of an exploration, opened when there is work for them. */
export class Lanes {
  readonly #database: LabDatabase;
  readonly #experiment: Workload;
  readonly #most: number;
  readonly #mayTimeDeadlocks: boolean;
  readonly #freshInstance: (strategy: Strategy) => Promise<Strategy>;
  readonly #open: Lane[] = [];
  /** Those that are on the way to be opened. */
  readonly #coming = new Set<Promise<unknown>>();
  /** Schemas of lanes that were given up, beside the run's own. */
  readonly #spare: string[] = [];
  #strategy: Strategy | undefined;

  constructor(
    database: LabDatabase,
    experiment: Workload,
    { most, mayTimeDeadlocks, freshInstance }: LanesOptions,
  ) {
    this.#database = database;
    this.#experiment = experiment;
    this.#most = most;
    this.#mayTimeDeadlocks = mayTimeDeadlocks;
    this.#freshInstance = freshInstance;
  }

  /**
   * Makes all lanes ready for a strategy, those to come included.
   * @throws {StrategyDefect} when it cannot be loaded any more
   */
  async prepare(strategy: Strategy): Promise<void> {
    this.#strategy = strategy;
    await Promise.all(this.#open.map((lane) => this.#prepareLane(lane, strategy)));
  }

  /** The lane that is always there, in the run's own schema. */
  async first(): Promise<Lane> {
    return this.#open[0] ?? this.#add(this.#database.info.schema);
  }

  /**
   * Does all tasks, as many at a time as there are lanes.
   * @throws what the first task throws that fails
   */
  async doAll<Task>(
    tasks: readonly Task[],
    perform: (lane: Lane, task: Task) => Promise<void>,
  ): Promise<void> {
    await this.first();
    const each = this.#mayTimeDeadlocks ? SCHEDULES_PER_LANE.quick : SCHEDULES_PER_LANE.slow;
    const wanted = Math.min(this.#most, Math.ceil(tasks.length / each));
    const missing = Math.max(0, wanted - this.#open.length);
    const queue = tasks.values();
    let hasFailed = false;
    const work = async (lane: Lane) => {
      try {
        for (const task of queue) {
          if (hasFailed) return;
          await perform(lane, task);
        }
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    };
    // Those that are open begin; a new one joins them when it is ready.
    const further = Array.from({ length: missing }, async () => work(await this.#addFurther()));
    await Promise.all([...this.#open.map(work), ...further]);
  }

  /**
   * Gives up all lanes for good, since code that went wrong may still be at work on them. Those to come
   * have sessions of their own, in the same schemas.
   * @throws as `LabDatabase.discard`
   */
  async abandon(): Promise<void> {
    this.#strategy = undefined;
    await Promise.allSettled(this.#coming);
    const lanes = this.#open.splice(0);
    for (const { workers } of lanes) for (const { client } of workers) client.abandon();
    await this.#database.discard(lanes.flatMap(({ sessions }) => sessions));
    const own = this.#database.info.schema;
    this.#spare.push(...lanes.map(({ schema }) => schema).filter((schema) => schema !== own));
  }

  #addFurther(): Promise<Lane> {
    const coming = this.#openFurther();
    this.#coming.add(coming);
    coming.finally(() => this.#coming.delete(coming)).catch(() => undefined);
    return coming;
  }

  async #openFurther(): Promise<Lane> {
    return this.#add(this.#spare.pop() ?? (await this.#database.addSchema()));
  }

  async #prepareLane(lane: Lane, strategy: Strategy): Promise<void> {
    const instance = await this.#freshInstance(strategy).catch((error: unknown) => {
      throw notLoadedAgain(strategy, error);
    });
    await lane.prepare(this.#experiment, instance);
  }

  async #add(schema: string): Promise<Lane> {
    const { workers } = this.#experiment;
    const lane = await Lane.open(this.#database, schema, workers, this.#mayTimeDeadlocks);
    this.#open.push(lane);
    if (this.#strategy) await this.#prepareLane(lane, this.#strategy);
    return lane;
  }
}
