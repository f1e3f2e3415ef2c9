import { setTimeout as sleep } from 'node:timers/promises';

import type { Case } from '../../../model.js';
import type { LaneGate } from '../lane-gate.js';

/** How long a service is observed before workers call it, and after they have, in milliseconds. */
const OBSERVED_MS = { before: 250, after: 1_000 };

/**
 * Looks what a service sends by itself: its jobs, and not what it sent to get ready.
 * @param isFirst whether no service of the case was observed before
 */
export async function observeJobs({ late, habits }: LaneGate, isFirst: boolean): Promise<void> {
  late.clear();
  if (!isFirst) return;
  habits.forgetBackground();
  await sleep(OBSERVED_MS.before);
}

/** Gives a service time to send what it does after its answers: the gates of its lanes note that. */
export async function observeAfterwards({ service }: Pick<Case, 'service'>): Promise<void> {
  if (service !== null) await sleep(OBSERVED_MS.after);
}
