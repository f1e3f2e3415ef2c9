/**
 * Wakes the one who waits: when something happened, or when the time is over. All waiting has one timer,
 * since each step of a schedule waits more than once, and timers are dear.
 */
export class Wakeup {
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #waitUntil = 0;
  #resolve: ((happened: boolean) => void) | undefined;

  /**
   * @param now milliseconds on a clock that never goes back
   * @param everyMs so often the time is looked at: waiting takes up to so much longer
   */
  constructor(now: () => number, everyMs: number) {
    this.#now = now;
    this.#timer = setInterval(() => {
      if (now() >= this.#waitUntil) this.#resolve?.(false);
    }, everyMs).unref();
  }

  /** Something happened. */
  wake(): void {
    this.#resolve?.(true);
  }

  /** @returns whether it happened, instead of the time being over */
  within(ms: number): Promise<boolean> {
    this.#waitUntil = this.#now() + ms;
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Waits however long it takes. */
  async next(): Promise<undefined> {
    await this.within(Number.POSITIVE_INFINITY);
  }

  /** Nobody waits any more. */
  end(): void {
    clearInterval(this.#timer);
  }
}
