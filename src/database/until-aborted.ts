import { setTimeout } from '../own-timers.js';
import type { LabDatabase } from './lab-database.js';

/**
 * Works on a database until the work is done, fails, or is aborted. After a failure or an abort all
 * sessions end at once, so that no work continues when the caller receives the error.
 * @throws the signal's reason when it is aborted; else the error of the work
 */
export function untilAborted<T>(
  database: LabDatabase,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  // A signal of its own, because Node.js warns of a leak when many calls add listeners to one signal.
  return untilEnded(database, AbortSignal.any([signal]), work);
}

async function untilEnded<T>(
  database: LabDatabase,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const end = () => database.endSessions();
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    const done = await orStuck(signal, work());
    // After an abort the work may have ended early, without its sessions.
    signal.throwIfAborted();
    return done;
  } catch (error) {
    end();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** How long work may take to end without its sessions, in milliseconds. Longer means that a strategy's code is stuck. */
const STUCK_AFTER_MS = 500;

/** Waits for the work; after an abort, only for a limited time. */
async function orStuck<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const stuck = new Promise<never>((_resolve, reject) => {
    const wait = () => setTimeout(reject, STUCK_AFTER_MS, signal.reason).unref();
    signal.addEventListener('abort', wait, { once: true, signal: settled.signal });
  });
  stuck.catch(() => undefined);
  try {
    return await Promise.race([work, stuck]);
  } finally {
    settled.abort();
  }
}
