import type { Latency, OperationRecord } from '../../model.js';
import { Histogram } from '../histogram.js';

/**
 * Percentiles of the time from an operation's first attempt to its outcome, in milliseconds,
 * with retries and their pauses included, for every outcome. Closed-loop: a worker waits for its
 * operation, so a stall counts once, and not for every operation that it delayed. All 0 without
 * operations.
 */
export function latencyOf(operations: Iterable<OperationRecord>): Latency {
  const histogram = new Histogram();
  for (const { startedAt, endedAt } of operations) histogram.record(endedAt - startedAt);
  return {
    p50: histogram.percentile(50),
    p90: histogram.percentile(90),
    p99: histogram.percentile(99),
    max: histogram.max,
  };
}
