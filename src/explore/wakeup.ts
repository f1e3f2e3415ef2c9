/**
 * Wakes a waiter on an event or a timeout. One shared interval, because each step of a schedule waits
 * more than once, and timers are expensive.
 */
export class Wakeup {
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #waitUntil = 0;
  #resolve: ((happened: boolean) => void) | undefined;

  /**
   * @param now milliseconds on a clock that never goes back
   * @param everyMs how often the time is looked at: a wait may take longer by as much
   */
  constructor(now: () => number, everyMs: number) {
    this.#now = now;
    this.#timer = setInterval(() => {
      if (now() >= this.#waitUntil) this.#resolve?.(false);
    }, everyMs).unref();
  }

  /** Reports an event. */
  wake(): void {
    this.#resolve?.(true);
  }

  /** @returns whether an event came before the time was over */
  within(ms: number): Promise<boolean> {
    this.#waitUntil = this.#now() + ms;
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Waits for an event however long it takes. */
  async next(): Promise<undefined> {
    await this.within(Number.POSITIVE_INFINITY);
  }

  /** Stops the timer: nothing waits any more. */
  end(): void {
    clearInterval(this.#timer);
  }
}
