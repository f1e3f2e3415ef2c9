import type { LabDatabase } from './lab-database.js';

/**
 * Works on a database until that is done, fails, or is aborted. In both latter cases all sessions
 * end at once: nobody may go on working behind the back of whoever is told of it.
 * @throws the signal's reason when it is aborted; else what the work throws
 */
export function untilAborted<T>(
  database: LabDatabase,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  // Many may share a signal, as the tests of a file do: listeners of theirs look like a leak.
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
    // What ended early for the want of its sessions is not done.
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

/** Without its sessions, work ends at once; unless it is stuck in the code of a strategy. */
const STUCK_AFTER_MS = 500;

/** Waits for work, but not for what is stuck when it is aborted. */
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
