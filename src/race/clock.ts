const NS_PER_MS = 1e6;

/** A gap between the two readings only makes their difference smaller; the largest has none. */
const READINGS = 20;

/** When this process's own clock began, on the machine's. */
const ORIGIN = Math.max(
  ...Array.from(
    { length: READINGS },
    () => Number(process.hrtime.bigint()) / NS_PER_MS - performance.now(),
  ),
);

/**
 * Milliseconds on the machine's monotonic clock. Unlike `performance.now()`, which counts from the
 * start of each process, it is the same in all of them (`CLOCK_MONOTONIC`, clock_gettime(2)), to
 * within a few microseconds.
 */
export const monotonicMs = (): number => ORIGIN + performance.now();
