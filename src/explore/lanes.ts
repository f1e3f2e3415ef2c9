import type { LabDatabase } from '../database/database.js';
import type { Experiment, Strategy } from '../model.js';
import { Lane } from './lane.js';

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
  readonly #experiment: Experiment;
  readonly #most: number;
  readonly #mayTimeDeadlocks: boolean;
  readonly #freshInstance: (strategy: Strategy) => Promise<Strategy>;
  readonly #open: Lane[] = [];
  #strategy: Strategy | undefined;

  constructor(
    database: LabDatabase,
    experiment: Experiment,
    { most, mayTimeDeadlocks, freshInstance }: LanesOptions,
  ) {
    this.#database = database;
    this.#experiment = experiment;
    this.#most = most;
    this.#mayTimeDeadlocks = mayTimeDeadlocks;
    this.#freshInstance = freshInstance;
  }

  /** Makes all lanes ready for a strategy, those to come included. */
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
    const work = async (lane: Lane) => {
      for (const task of queue) await perform(lane, task);
    };
    // Those that are open begin; a new one joins them when it is ready.
    const further = Array.from({ length: missing }, async () =>
      work(await this.#add(await this.#database.addSchema())),
    );
    await Promise.all([...this.#open.map(work), ...further]);
  }

  async #prepareLane(lane: Lane, strategy: Strategy): Promise<void> {
    await lane.prepare(this.#experiment, await this.#freshInstance(strategy));
  }

  async #add(schema: string): Promise<Lane> {
    const { workers } = this.#experiment;
    const lane = await Lane.open(this.#database, schema, workers, this.#mayTimeDeadlocks);
    this.#open.push(lane);
    if (this.#strategy) await this.#prepareLane(lane, this.#strategy);
    return lane;
  }
}
