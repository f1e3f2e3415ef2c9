import { build } from 'hdr-histogram-js';

import type { Latency, OperationRecord } from '../../model.js';

const MICROSECONDS = 1000;

/**
 * Percentiles of the time from an operation's first attempt to its outcome, in milliseconds,
 * with retries and their pauses included, for every outcome. Closed-loop: a worker waits for its
 * operation, so a stall counts once, and not for every operation that it delayed. Recorded in
 * microseconds to three significant digits, the maximum exactly; all 0 without operations.
 */
export function latencyOf(operations: Iterable<OperationRecord>): Latency {
  const histogram = build({ numberOfSignificantValueDigits: 3 });
  let max = 0;
  for (const { startedAt, endedAt } of operations) {
    const duration = Math.max(0, Math.round((endedAt - startedAt) * MICROSECONDS));
    histogram.recordValue(duration);
    max = Math.max(max, duration);
  }
  // A percentile is the upper end of its bucket, which may be above the recorded maximum.
  const percentile = (percent: number) =>
    Math.min(histogram.getValueAtPercentile(percent), max) / MICROSECONDS;
  return { p50: percentile(50), p90: percentile(90), p99: percentile(99), max: max / MICROSECONDS };
}
