import type { LabDatabase } from '../database/database.js';
import { cancelQueued } from '../database/waits.js';
import { SessionLost } from '../database/session.js';
import type { RaceEnvironment } from './environment.js';

/** What is under way at the time limit may still end by itself; a deadlock takes the server 1 s. */
const GRACE_MS = 1_000;
const EVERY_MS = 100;

/**
 * Sees to it that a round ends soon after its time limit. What still waits for a lock by then is
 * cancelled, and fails; whoever has waited longest gets through.
 * @returns ends the watch
 */
export function watchTimeLimit(
  database: LabDatabase,
  timeLimitMs: number,
  environment: RaceEnvironment,
): () => void {
  let stopped = false;
  let cancelTimer = environment.schedule(timeLimitMs + GRACE_MS, () => void tick());
  const tick = async () => {
    try {
      await cancelQueued(database.control, database.pids());
    } catch (error) {
      // The race ends by itself when its server is lost.
      if (!(error instanceof SessionLost)) throw error;
    }
    if (!stopped) cancelTimer = environment.schedule(EVERY_MS, () => void tick());
  };
  return () => {
    stopped = true;
    cancelTimer();
  };
}
