const NS_PER_MS = 1e6;

// Code of users may replace it, as own-timers.ts says.
const nanoseconds = process.hrtime.bigint.bind(process.hrtime);

/**
 * Milliseconds on the machine's monotonic clock. Unlike `performance.now()`, which counts from the
 * start of each process, it is the same in all of them (`CLOCK_MONOTONIC`, clock_gettime(2)).
 */
export const monotonicMs = (): number => Number(nanoseconds()) / NS_PER_MS;
