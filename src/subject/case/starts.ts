/** When workers start: whether that matters is found out before the exploration. */
import type { StallLimit } from '../../explore/conductor.js';
import { silent } from '../../explore/listener.js';
import type { Choose } from '../../explore/policy.js';
import { runSchedule } from '../../explore/run-schedule.js';
import type { Case, Schedule } from '../../model.js';
import type { CaseLane } from './lane.js';

/** Orders in which all workers are started before the first statement is released. */
const MOST_ORDERS = 6;

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
  if (memory.firstsDiffer) habits.startsMatter = true;
  for (const order of orders.slice(0, MOST_ORDERS)) {
    if (habits.startsMatter) return;
    const waited = lane.quiet.size;
    habits.startsMatter = true;
    const choose = allStartedFirst(order);
    await runSchedule({ lane, choose, listener: silent, patience, knownToWait: new Set() });
    habits.startsMatter = lane.quiet.size > waited || memory.isFirstNew;
  }
}

/** Starts each worker, and then releases the first one that is ready. */
const allStartedFirst =
  (order: Schedule): Choose =>
  (ready, step) => {
    const starting = order[step - 1];
    const isReady = (worker: number) => ready.some((each) => each.worker === worker);
    if (starting !== undefined && isReady(starting)) return starting;
    return order.find(isReady) ?? 0;
  };
