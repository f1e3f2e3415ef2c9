/** The serial orders of a case: its workers one after another. */
import type { StallLimit } from '../../explore/conductor.js';
import type { GatedWorker } from '../../explore/gate.js';
import { silent, type ScheduleListener } from '../../explore/listener.js';
import type { Choose } from '../../explore/policy.js';
import { runSchedule } from '../../explore/run-schedule.js';
import type { ScheduleRun } from '../../explore/schedule.js';
import type { CaseEnd, SerialRun } from '../../judge/serial/end.js';
import type { Schedule } from '../../model.js';
import { sleep } from '../../own-timers.js';
import { randomStream } from '../../random.js';
import type { CaseLane } from './lane.js';

/** With more workers, only some orders are drawn. */
const MOST_WORKERS = 5;
const DRAWN = 120;
/** The purpose of the drawn orders, as part of their seed. */
const ORDERS = 4;

/** How far sequences begin after their start, in the second run of an order. Code seldom counts in such steps. */
export const ADVANCE = 1_009;

const LOOK_EVERY_MS = 2;
/** How long to wait for a worker that was seen to wait for another one. */
const SOON_MS = 100;

/** The orders of some workers, and whether there are more. */
export interface Orders {
  readonly orders: readonly Schedule[];
  readonly isSampled: boolean;
}

/** All orders of these workers; of more than five workers, as many as five have, drawn by the seed. */
export function ordersOf(workers: readonly number[], seed: number): Orders {
  if (workers.length <= MOST_WORKERS) return { orders: permutations(workers), isSampled: false };
  const stream = randomStream(seed, ORDERS);
  const drawn = new Map<string, Schedule>();
  while (drawn.size < DRAWN) {
    const rest = [...workers];
    const order = workers.map(() => rest.splice(stream.integer(0, rest.length - 1), 1)[0] ?? 0);
    drawn.set(order.join(), order);
  }
  return { orders: [...drawn.values()], isSampled: true };
}

function permutations(workers: readonly number[]): readonly Schedule[] {
  if (workers.length === 0) return [[]];
  return workers.flatMap((first) => {
    const others = workers.filter((each) => each !== first);
    return permutations(others).map((rest) => [first].concat(rest));
  });
}

/** Runs an order twice, the second time with sequences that begin at another number. */
export async function runTwice(
  lane: CaseLane,
  order: Schedule,
  patience: StallLimit,
): Promise<SerialRun> {
  const { end: first } = await runInOrder(lane, order, patience);
  const { end: second } = await runInOrder(lane, order, patience, { advance: ADVANCE });
  return { order, first, second };
}

/** Runs workers one after another. */
export async function runInOrder(
  lane: CaseLane,
  order: Schedule,
  patience: StallLimit,
  { advance = 0, listener = silent }: { advance?: number; listener?: ScheduleListener } = {},
): Promise<ScheduleRun<CaseEnd>> {
  await lane.only(order, advance);
  const choose = oneAfterAnother(order, patience, lane.dependent);
  const run = await runSchedule({ lane, choose, listener, patience, knownToWait: new Set() });
  lane.memory.ran(order);
  return run;
}

/**
 * Releases the steps of the first worker in the order that has not ended. While it waits inside the application,
 * the next one has to wait, too, unless that takes too long: then it waits for another worker.
 * @param dependent workers that were seen to wait for another one. More are added
 */
function oneAfterAnother(order: Schedule, { now, ms }: StallLimit, dependent: Set<number>): Choose {
  return async (_ready, _step, workers) => {
    const began = now();
    for (;;) {
      const open = order.flatMap((number) => unfinished(workers[number - 1]));
      const [first] = open;
      const isQuiet = first?.activity.kind === 'quiet';
      const mayComeYet = isQuiet || first?.activity.kind === 'working';
      const limitMs = isQuiet && dependent.has(first.number) ? Math.min(SOON_MS, ms / 2) : ms / 2;
      const isLate = now() - began > limitMs;
      if (mayComeYet && !isLate) {
        await sleep(LOOK_EVERY_MS);
        continue;
      }
      if (isLate && isQuiet) dependent.add(first.number);
      return open.find((worker) => isReady(worker))?.number ?? 0;
    }
  };
}

const unfinished = (worker: GatedWorker | undefined): GatedWorker[] =>
  worker === undefined || worker.activity.kind === 'done' ? [] : [worker];

const isReady = ({ channels }: GatedWorker): boolean =>
  channels.some(({ position }) => position.kind === 'ready');
