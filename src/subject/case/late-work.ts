/**
 * Late work: what a service does after its answers, and what workers leave behind when they end. That of a
 * service is learned first, so that it is no step of a worker.
 */
import type { StallLimit } from '../../explore/conductor.js';
import { WorkWait } from '../../gate/wire/pending-work.js';
import type { Judgement } from '../../judge/judgement.js';
import type { Case } from '../../model.js';
import { nowMs, sleep } from '../../own-timers.js';
import { span } from '../../text/numbers.js';
import type { CaseLane } from './lane.js';
import { runInOrder } from './serial-orders.js';
import { writesSpillOver, lateWriteIn } from './unawaited-statements.js';

/** How often each worker runs alone: its late work may come only every second time. */
const TIMES = 2;
/** How long a service is watched after its last schedule, as a part of how long it is watched at first. */
const AFTERWARDS = 1 / 3;
/** What still comes at the end of the watch is a job that goes on for ever, and cannot be waited for. */
const ENDLESS = 0.9;
/** What came late once may come a little later the next time. */
const MARGIN = { factor: 1.1, ms: 50 };

/** The lane, as far as it matters here. */
type WatchedLane = Pick<CaseLane, 'habits' | 'watchMs'>;

/**
 * Runs each worker alone, twice, and then watches what the service sends. Statements that no worker sends pass freely from
 * then on. For others, which look like those of workers, each schedule waits at its end.
 */
export async function observeLateWork(
  lane: CaseLane,
  the: Case,
  patience: StallLimit,
): Promise<void> {
  if (the.service === null) return;
  const { habits } = lane;
  const numbers = differentWorkers(the);
  const inTurn = async (order: readonly number[]) => {
    for (let time = 1; time <= TIMES; time += 1)
      for (const number of order) await runInOrder(lane, [number], patience);
  };
  habits.beginWatch();
  await inTurn(numbers);
  await sleep(lane.watchMs);
  if (habits.lastAmbiguousAt !== null) await observeEach(lane, numbers, inTurn);
  habits.endWatch();
  lane.memory.endWatch(!habits.isAmbiguous);
  // What is judged begins now. A service may answer from its memory by then.
  habits.haveSentAlone = lane.senders.size > 0;
  lane.senders.clear();
}

/** Late work of one worker may have come while the next one ran, and was taken for a statement of that one. */
async function observeEach(
  { habits, watchMs }: WatchedLane,
  numbers: readonly number[],
  inTurn: (order: readonly number[]) => Promise<void>,
): Promise<void> {
  habits.forgetSent();
  habits.beginWatch();
  let longest = 0;
  for (const number of numbers) {
    const beganAt = nowMs();
    await inTurn([number]);
    const endedAt = nowMs();
    await sleep(watchMs);
    const last = habits.lastAmbiguousAt ?? 0;
    const isOver = last - endedAt < ENDLESS * watchMs;
    // When it was answered is not known, but that it was not before it began.
    if (last > endedAt && isOver) longest = Math.max(longest, last - beganAt);
  }
  if (longest > 0) habits.lateMs = MARGIN.factor * longest + MARGIN.ms;
}

/** The first of those that call the same function. */
const differentWorkers = ({ workers }: Case): readonly number[] => {
  const functions = workers.map((worker) => ('run' in worker ? worker.run : worker));
  return functions.flatMap((each, index) => (functions.indexOf(each) === index ? [index + 1] : []));
};

/**
 * Waits for late work of the last schedules, so that the gates of the lanes note it. A service may always have some. Code
 * of this process may when a statement of an earlier schedule came in a later one, or when something that it began, such as
 * a timer, has not ended.
 */
export async function observeAfterwards(
  { service }: Pick<Case, 'service'>,
  lanes: readonly Pick<CaseLane, 'watchMs' | 'isDisturbed'>[],
): Promise<void> {
  if (service !== null || lanes.some(({ isDisturbed }) => isDisturbed)) {
    await sleep(afterwardsMs(lanes));
  }
  // Workers of a service hardly begin anything but requests, and `fetch` sets timers of its own.
  if (service !== null) return;
  const until = nowMs() + longestWatch(lanes);
  const wait = new WorkWait();
  for (;;) {
    const ms = wait.nextMs(until - nowMs());
    if (ms === null) return;
    await sleep(Math.max(0, ms) + MARGIN.ms);
  }
}

/** Waits until late work of the schedules so far has ended, so that the next schedule runs without it. */
export async function letLateWorkEnd(
  { service }: Pick<Case, 'service'>,
  lanes: readonly CaseLane[],
): Promise<void> {
  const isSeen = lateWriteIn(lanes) !== null && (service !== null || writesSpillOver(lanes));
  // Where each schedule waits for it at its end, it has ended.
  if (isSeen && lanes.every(({ habits }) => habits.lateMs === 0)) await sleep(longestWatch(lanes));
}

const longestWatch = (lanes: readonly Pick<WatchedLane, 'watchMs'>[]): number =>
  Math.max(0, ...lanes.map(({ watchMs }) => watchMs));

const afterwardsMs = (lanes: readonly Pick<WatchedLane, 'watchMs'>[]): number =>
  AFTERWARDS * longestWatch(lanes);

/** When late work is in the way, a few schedules for a few seconds find what breaks at once. */
const FEW = { schedules: 4, ms: 5_000 };

/** Ends an exploration soon when late work is in its way. */
export class LateLimit {
  readonly #isNeeded: () => boolean;
  readonly #now: StallLimit['now'];
  #knownAt: number | null = null;

  constructor(isNeeded: () => boolean, { now }: Pick<StallLimit, 'now'>) {
    this.#isNeeded = isNeeded;
    this.#now = now;
  }

  /** @param schedules how many were counted */
  isReached(schedules: number): boolean {
    if (this.#knownAt === null && !this.#isNeeded()) return false;
    this.#knownAt ??= this.#now();
    return schedules >= FEW.schedules || this.#now() - this.#knownAt > FEW.ms;
  }
}

/** The judgement. Where a service held, it also says for how long it was watched. @param unit what came last, such as `schedule` */
export function withWatch(
  judgement: Judgement,
  lanes: readonly Pick<WatchedLane, 'watchMs'>[],
  { service }: Pick<Case, 'service'>,
  unit: string,
): Judgement {
  if (service === null || judgement.verdict !== 'held') return judgement;
  const [{ watchMs } = { watchMs: 0 }] = lanes;
  const watched = `The service was watched for ${span(watchMs)} after each worker had run alone, and for ${span(afterwardsMs(lanes))} after the last ${unit}: what it begins later is not covered.`;
  return { ...judgement, reason: [judgement.reason, watched].join(' ') };
}
