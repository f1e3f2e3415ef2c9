const NS_PER_MS = 1e6;

/**
 * Milliseconds on the machine's monotonic clock. Unlike `performance.now()`, which counts from the
 * start of each process, it is the same in all of them (`CLOCK_MONOTONIC`, clock_gettime(2)).
 */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / NS_PER_MS;
