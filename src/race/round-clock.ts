import type { Extent } from '../model.js';
import type { RaceEnvironment } from './environment.js';

/** The time of one round, from the common start. */
export class RoundClock {
  readonly #environment: RaceEnvironment;
  readonly #extent: Extent;
  readonly #timeLimitMs: number;
  readonly #startedAt: number;
  #cutShort = false;

  /** @param startedAt on the environment's clock */
  constructor(
    environment: RaceEnvironment,
    startedAt: number,
    extent: Extent,
    timeLimitMs: number,
  ) {
    this.#environment = environment;
    this.#extent = extent;
    this.#timeLimitMs = timeLimitMs;
    this.#startedAt = startedAt;
  }

  /** Milliseconds since the start. */
  elapsed(): number {
    return this.#environment.now() - this.#startedAt;
  }

  /** Milliseconds until retries are no longer allowed, at least 0. */
  remaining(): number {
    return Math.max(0, this.#timeLimitMs - this.elapsed());
  }

  /** Whether another operation may begin. */
  mayBegin(): boolean {
    if (this.#extent.kind === 'duration' && this.elapsed() >= this.#extent.ms) return false;
    return this.mayRetry();
  }

  /** Whether a failed attempt may be retried. Call it only when there is work left. */
  mayRetry(): boolean {
    if (this.#environment.signal.aborted) return false;
    if (this.elapsed() < this.#timeLimitMs) return true;
    this.#cutShort = true;
    return false;
  }

  /** Whether the time limit left work undone. */
  get cutShort(): boolean {
    return this.#cutShort;
  }
}
