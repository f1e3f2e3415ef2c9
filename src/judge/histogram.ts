import { build } from 'hdr-histogram-js';

const MICROSECONDS = 1000;

/** Times in milliseconds. Recorded in microseconds to three significant digits, the maximum exactly. */
export class Histogram {
  readonly #histogram = build({ numberOfSignificantValueDigits: 3 });
  #max = 0;

  record(ms: number): void {
    const duration = Math.max(0, Math.round(ms * MICROSECONDS));
    this.#histogram.recordValue(duration);
    this.#max = Math.max(this.#max, duration);
  }

  /** 0 when nothing was recorded. @param percent from 0 to 100 */
  percentile(percent: number): number {
    // It is the upper end of its bucket, which may be above the recorded maximum.
    return Math.min(this.#histogram.getValueAtPercentile(percent), this.#max) / MICROSECONDS;
  }

  /** 0 when nothing was recorded. */
  get max(): number {
    return this.#max / MICROSECONDS;
  }
}
