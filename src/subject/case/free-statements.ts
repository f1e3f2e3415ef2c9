/** Statements of workers that are no steps, because they only set up a connection. */

/** Remembers what each worker of a lane has sent so. */
export class FreeStatements {
  /** The last one of each worker, over all schedules: what a driver sends by itself comes first. */
  readonly last = new Map<number, string>();
  readonly #running = new Set<number>();

  workerBegan(worker: number): void {
    this.#running.add(worker);
  }

  workerEnded(worker: number): void {
    this.#running.delete(worker);
  }

  /** Counts only while one worker runs, as in the serial orders: then it is certain who sent it. */
  passed(sql: string): void {
    const [worker, ...others] = this.#running;
    if (worker === undefined || others.length > 0 || sql.trim() === '') return;
    this.last.set(worker, sql);
  }
}
