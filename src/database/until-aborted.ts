import type { LabDatabase } from './database.js';

/**
 * Works on a database until that is done, fails, or is aborted. In both latter cases all sessions
 * end at once: nobody may go on working behind the back of whoever is told of it.
 * @throws the signal's reason when it is aborted; else what the work throws
 */
export async function untilAborted<T>(
  database: LabDatabase,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const end = () => database.endSessions();
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    const done = await work();
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
