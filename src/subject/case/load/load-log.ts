import { Histogram } from '../../../judge/histogram.js';
import { causeOf } from '../../../judge/serial/counts.js';
import type { Ending, LoadCounts, LoadFailure, LoadLatency } from '../../../model.js';

/** What happened in a part of a load, as plain data. */
export interface LoadPart {
  readonly counts: LoadCounts;
  /** By cause. */
  readonly failures: readonly (readonly [cause: string, LoadFailure])[];
  /** One for each operation, in milliseconds. */
  readonly latencies: readonly number[];
  /** When the last operation ended, by the clock that processes share; 0: there was none. */
  readonly lastEndAt: number;
}

/** What happened in a load. */
export class LoadLog {
  readonly #latency = new Histogram();
  readonly #failures = new Map<string, LoadFailure>();
  readonly counts = { attempted: 0, returned: 0, refused: 0, failed: 0 };

  add(ending: Ending, ms: number): void {
    this.counts.attempted += 1;
    this.counts[ending.kind] += 1;
    this.#latency.record(ms);
    if (ending.kind !== 'failed') return;
    const { message, retried } = ending;
    this.#addFailure(causeOf(ending), { count: 1, message, retried });
  }

  /** Adds what happened in another process. */
  addPart({ counts, failures, latencies }: LoadPart): void {
    for (const kind of ['attempted', 'returned', 'refused', 'failed'] as const) {
      this.counts[kind] += counts[kind];
    }
    for (const ms of latencies) this.#latency.record(ms);
    for (const [cause, failure] of failures) this.#addFailure(cause, failure);
  }

  #addFailure(cause: string, failure: LoadFailure): void {
    const known = this.#failures.get(cause);
    this.#failures.set(
      cause,
      known === undefined ? failure : { ...known, count: known.count + failure.count },
    );
  }

  /** By cause, the most frequent first. */
  get failures(): Readonly<Record<string, LoadFailure>> {
    const sorted = [...this.#failures].toSorted(([, one], [, other]) => other.count - one.count);
    return Object.fromEntries(sorted);
  }

  get latencyMs(): LoadLatency {
    const [p50 = 0, p95 = 0, p99 = 0] = [50, 95, 99].map((each) => this.#latency.percentile(each));
    return { p50, p95, p99, max: this.#latency.max };
  }
}
