import type { LabDatabase } from '../database/lab-database.js';
import { SessionLost } from '../database/session-lost.js';
import { cancelQueued } from '../database/waits.js';
import type { RaceEnvironment } from './environment.js';

/** After the time limit, statements get this time to end by themselves: the server needs 1 s to detect a deadlock. */
const GRACE_MS = 1_000;
const EVERY_MS = 100;

/**
 * Ends a round soon after its time limit. It cancels the statements that still wait for a lock, except the one
 * that has waited longest, and repeats that until the round ends.
 * @returns a function that ends the watch; when its promise settles, no cancel is under way any more
 */
export function watchTimeLimit(
  database: LabDatabase,
  timeLimitMs: number,
  environment: RaceEnvironment,
): () => Promise<void> {
  let stopped = false;
  let underWay = Promise.resolve();
  const tick = async () => {
    await cancelQueued(database.control, database.pids()).catch(ignoreLoss);
    if (!stopped) cancelTimer = environment.schedule(EVERY_MS, start);
  };
  const start = () => {
    underWay = tick();
    // The end of the watch awaits it and reports its failure.
    underWay.catch(() => undefined);
  };
  let cancelTimer = environment.schedule(timeLimitMs + GRACE_MS, start);
  return () => {
    stopped = true;
    cancelTimer();
    return underWay;
  };
}

/** A lost server ends the race anyway. */
function ignoreLoss(error: unknown): void {
  if (!(error instanceof SessionLost)) throw error;
}
