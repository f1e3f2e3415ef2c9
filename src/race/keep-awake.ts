import { availableParallelism } from 'node:os';

import { clearInterval, nowMs, setImmediate, setInterval } from '../own-timers.js';

/** How often to look whether other programs want the processor, in milliseconds. */
const WINDOW_MS = 200;
/** A process that polls and gets less than this share of one processor has to share it. */
const SHARED = 0.85;
/** For how many windows it sleeps then, before it tries again. */
const REST = 5;

/**
 * Does work while the event loop polls instead of sleeping. To wake up a processor takes longer than many
 * statements, and during that time a worker that waits for a reply holds its locks. Rates would then measure
 * the client's sleep rather than the server. While other programs need the processor, the event loop sleeps,
 * so that it takes no time from them.
 * @param processes how many do so at the same time; if that would leave no processor for the server, they
 *   sleep
 * @param share the part of one processor that this process has used since the last call
 */
export async function awake<T>(
  processes: number,
  work: () => Promise<T>,
  { processors = availableParallelism(), share = shareOfProcessor() } = {},
): Promise<T> {
  if (processes >= processors) return work();
  let windowsToRest = 0;
  let isPolling = false;
  const turn = () => {
    if (isPolling) setImmediate(turn);
  };
  const poll = () => {
    if (isPolling) return;
    isPolling = true;
    turn();
  };
  const timer = setInterval(() => {
    const isShared = share() < SHARED;
    windowsToRest = isPolling && isShared ? REST : windowsToRest - 1;
    if (windowsToRest > 0) isPolling = false;
    else poll();
  }, WINDOW_MS).unref();
  poll();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    isPolling = false;
  }
}

/** Measures the part of one processor that this process uses between two calls. */
function shareOfProcessor(): () => number {
  let used = usedMs();
  let now = nowMs();
  return () => {
    const before = { used, now };
    used = usedMs();
    now = nowMs();
    return (used - before.used) / (now - before.now);
  };
}

function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
