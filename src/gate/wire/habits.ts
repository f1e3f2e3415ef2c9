/** The grace at first, in milliseconds. */
const GRACE_MS = 5;
const MOST_GRACE_MS = 320;
/** Code whose statements are always new would fill the memory. */
const MOST_KNOWN = 10_000;

/** A statement that a worker sends. */
export interface NextStep {
  readonly worker: number;
  /** The key of the worker's step before; empty: none. */
  readonly after: string;
  readonly key: string;
}

/** What earlier schedules have shown of the code of a case, on all lanes. */
export class Habits {
  #graceMs = GRACE_MS;
  readonly #known = new Set<string>();

  /** How long code may be quiet before it counts as waiting inside the application, in milliseconds. */
  get graceMs(): number {
    return this.#graceMs;
  }

  /** A worker moved by itself after it had counted as waiting: allow more time from now on. */
  graceWasTooShort(): void {
    this.#graceMs = Math.min(2 * this.#graceMs, MOST_GRACE_MS);
  }

  /**
   * Records what a worker sent while no other worker could have sent it.
   * @param isQueued whether its driver sent it, from a queue of the worker's own
   */
  learn(step: NextStep, isQueued: boolean): void {
    if (this.#known.size >= MOST_KNOWN) return;
    this.#known.add(textOf(step));
    if (isQueued) this.#known.add(`${textOf(step)}\nqueued`);
  }

  /** Whether the worker has sent this after that, alone. */
  has(step: NextStep): boolean {
    return this.#known.has(textOf(step));
  }

  /** Whether it came from a queue of the worker's own. */
  hasQueued(step: NextStep): boolean {
    return this.#known.has(`${textOf(step)}\nqueued`);
  }
}

const textOf = ({ worker, after, key }: NextStep): string => `${worker}\n${after}\n${key}`;
