/** Statements of workers that are no steps, because they only set up a connection. */

/** Keeps the last one of each worker of a lane. */
export class HousekeepingLog {
  readonly #last = new Map<number, string>();
  readonly #running = new Set<number>();

  /** By worker, over all schedules. What a driver sends by itself comes first. */
  get lastOf(): ReadonlyMap<number, string> {
    return this.#last;
  }

  workerBegan(worker: number): void {
    this.#running.add(worker);
  }

  workerEnded(worker: number): void {
    this.#running.delete(worker);
  }

  /** Counts only while one worker runs, as in the serial orders: then it is certain who sent it. */
  note(sql: string): void {
    const [worker, ...others] = this.#running;
    if (worker === undefined || others.length > 0 || sql.trim() === '') return;
    this.#last.set(worker, sql);
  }
}
