/**
 * Something that may happen, and that one waits for at a time. All waiting has one timer: each step of
 * a schedule waits more than once, and timers are dear.
 */
export class Change {
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

  happened(): void {
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
