/** When workers start: whether that matters is found out before the exploration. */
import type { StallLimit } from '../../explore/conductor.js';
import type { GatedWorker } from '../../explore/gate.js';
import { silent } from '../../explore/listener.js';
import type { Choose } from '../../explore/policy.js';
import { runSchedule } from '../../explore/run-schedule.js';
import type { Case, Schedule } from '../../model.js';
import { nowMs, sleep } from '../../own-timers.js';
import type { CaseLane } from './lane.js';

/** Orders in which all workers are started before the first statement is released. */
const MOST_ORDERS = 6;
/** How long a worker may be quiet before it counts as waiting for another one, in milliseconds. */
const SOON_MS = 250;
const LOOK_EVERY_MS = 2;

/**
 * Starts all workers before the first statement is released, in some orders. When one then waits for another inside the
 * application, or first sends what it never did in a serial order, workers meet in the memory of the process before they meet
 * in the database: each start is a step of its own from then on.
 */
export async function learnStarts(
  lane: CaseLane,
  { service, workers }: Pick<Case, 'service' | 'workers'>,
  orders: readonly Schedule[],
  patience: StallLimit,
): Promise<void> {
  if (service !== null || workers.some((worker) => 'program' in worker)) return;
  const { habits, memory } = lane;
  habits.startsMatter = memory.firstsDiffer;
  if (habits.startsMatter) return;
  const [first = []] = orders;
  // Pools open the connections that all need.
  await startAll(lane, first, patience);
  for (const order of orders.slice(0, MOST_ORDERS)) {
    const someoneWaited = await startAll(lane, order, patience);
    habits.startsMatter = someoneWaited || memory.isFirstNew;
    if (habits.startsMatter) return;
  }
}

/** Starts all workers, and then runs them to their ends. @returns whether one of them waited for another one to go on */
async function startAll(lane: CaseLane, order: Schedule, patience: StallLimit): Promise<boolean> {
  const { habits } = lane;
  let someoneWaited = false;
  const choose: Choose = async (ready, step, workers) => {
    const isReady = (worker: number) => ready.some((each) => each.worker === worker);
    const starting = order[step - 1];
    if (starting !== undefined && isReady(starting)) return starting;
    if (step === order.length + 1) someoneWaited = await isQuietFor(SOON_MS, workers);
    return order.find(isReady) ?? 0;
  };
  habits.startsMatter = true;
  await runSchedule({ lane, choose, listener: silent, patience, knownToWait: new Set() });
  habits.startsMatter = false;
  return someoneWaited;
}

/** Whether a worker waits inside the application for so long, in milliseconds. */
async function isQuietFor(ms: number, workers: readonly GatedWorker[]): Promise<boolean> {
  const until = nowMs() + ms;
  const someQuiet = () =>
    workers.some(({ activity }) => activity.kind !== 'gated' && activity.kind !== 'done');
  while (someQuiet() && nowMs() < until) await sleep(LOOK_EVERY_MS);
  return someQuiet();
}
