import type { Lane, Subject } from './subject.js';

/** The limit of lanes, and when to open a further one. */
export interface LanesOptions {
  readonly most: number;
  /** How many schedules must wait before it pays to open a further lane. */
  readonly schedulesPerLane: number;
}

/** The lanes of one subject, opened when there is work for them. */
export class Lanes<End, Drawn> {
  readonly #subject: Pick<Subject<End, Drawn>, 'openLane'>;
  readonly #options: LanesOptions;
  readonly #open: Lane<End, Drawn>[] = [];

  constructor(subject: Pick<Subject<End, Drawn>, 'openLane'>, options: LanesOptions) {
    this.#subject = subject;
    this.#options = options;
  }

  /** The first lane. Opens it if there is none. */
  async first(): Promise<Lane<End, Drawn>> {
    return this.#open[0] ?? this.#add();
  }

  /**
   * Performs all tasks, one at a time on each lane.
   * @throws the error of the first task that fails
   */
  async doAll<Task>(
    tasks: readonly Task[],
    perform: (lane: Lane<End, Drawn>, task: Task) => Promise<void>,
  ): Promise<void> {
    await this.first();
    const { most, schedulesPerLane } = this.#options;
    const wanted = Math.min(most, Math.ceil(tasks.length / schedulesPerLane));
    const missing = Math.max(0, wanted - this.#open.length);
    const queue = tasks.values();
    let hasFailed = false;
    const work = async (lane: Lane<End, Drawn>) => {
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
    // Open lanes start at once. Further lanes join when they are open.
    const further = Array.from({ length: missing }, async () => work(await this.#add()));
    await Promise.all([...this.#open.map(work), ...further]);
  }

  async #add(): Promise<Lane<End, Drawn>> {
    const lane = await this.#subject.openLane();
    this.#open.push(lane);
    return lane;
  }
}
