import type { LabDatabase } from '../database/lab-database.js';
import { SessionLost } from '../database/session-lost.js';
import { cancelQueued } from '../database/waits.js';
import type { RaceEnvironment } from './environment.js';

/** What is under way at the time limit may still end by itself; a deadlock takes the server 1 s. */
const GRACE_MS = 1_000;
const EVERY_MS = 100;

/**
 * Sees to it that a round ends soon after its time limit. What still waits for a lock by then is
 * cancelled, and fails; whoever has waited longest gets through.
 * @returns ends the watch; no cancel is under way any more when its promise settles
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
    // It is awaited at the end, and its failure told there.
    underWay.catch(() => undefined);
  };
  let cancelTimer = environment.schedule(timeLimitMs + GRACE_MS, start);
  return () => {
    stopped = true;
    cancelTimer();
    return underWay;
  };
}

/** The race ends by itself when its server is lost. */
function ignoreLoss(error: unknown): void {
  if (!(error instanceof SessionLost)) throw error;
}
