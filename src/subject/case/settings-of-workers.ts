/** Settings that workers set in their sessions: whether other workers can meet them is found out first. */
import type { StallLimit } from '../../explore/conductor.js';
import { silent } from '../../explore/listener.js';
import type { Choose } from '../../explore/policy.js';
import { runSchedule } from '../../explore/run-schedule.js';
import type { CaseLane } from './lane.js';

/**
 * Runs all workers in turns, if they set anything, and forgets how they end. Pools open the connections that workers
 * at once need, and the gate sees which settings workers meet: the statements that set these are steps from then on.
 */
export async function learnSettings(lane: CaseLane, patience: StallLimit): Promise<void> {
  const { habits } = lane;
  if (habits.ownSettings.length === 0) return;
  let last = 0;
  const choose: Choose = (ready) => {
    const next = ready.find(({ worker }) => worker > last) ?? ready[0];
    last = next?.worker ?? 0;
    return last;
  };
  await runSchedule({ lane, choose, listener: silent, patience, knownToWait: new Set() });
  // Workers that share one connection meet all that is set on it.
  if (lane.connections === 1) habits.learnSettings(habits.ownSettings);
}
