import { sleep } from '../../../own-timers.js';
import type { LaneGate } from '../lane-gate.js';

/** How long a service is observed before workers call it, in milliseconds. */
const OBSERVED_MS = 250;

/**
 * Looks what a service sends by itself: its jobs, and not what it sent to get ready.
 * @param isFirst whether no service of the case was observed before
 */
export async function observeJobs({ late, habits }: LaneGate, isFirst: boolean): Promise<void> {
  late.clear();
  if (!isFirst) return;
  habits.forgetBackground();
  await sleep(OBSERVED_MS);
}
