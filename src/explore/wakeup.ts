import { clearInterval, setInterval } from '../own-timers.js';

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
   * @param now milliseconds on a monotonic clock
   * @param everyMs the interval between two checks of the time; a wait may take that much longer
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

  /** Waits for an event, at most this long. @returns whether an event came in time */
  within(ms: number): Promise<boolean> {
    this.#waitUntil = this.#now() + ms;
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Waits for an event without a limit. */
  async next(): Promise<undefined> {
    await this.within(Number.POSITIVE_INFINITY);
  }

  /** Stops the timer. Call it when nothing waits any more. */
  end(): void {
    clearInterval(this.#timer);
  }
}
