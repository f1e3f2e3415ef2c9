import { randomStream } from '../../random.js';
import { wandering } from './fixed.js';
import { Estimate } from './estimate.js';
import type { Lane } from '../../subject/account/lane.js';
import type { Lanes } from '../lanes.js';
import type { Choose, ScheduleRun } from '../run-schedule.js';
import type { Tally } from '../tally.js';

/** What the random walks are for; part of their seed. */
const SAMPLES = 3;

/** Random walks for each schedule that is still wanted: some were run before. */
const WALKS_PER_SAMPLE = 4;

/** What the walks need. */
interface Sampling {
  readonly seed: number;
  readonly lanes: Lanes;
  readonly tally: Pick<Tally, 'schedules'>;
}

/**
 * Goes random ways through the tree of schedules, until so many were new.
 * @param walk goes one, and counts the schedule
 * @returns about how many schedules there are; null without a walk
 */
export async function sample(
  wanted: number,
  { seed, lanes, tally }: Sampling,
  walk: (lane: Lane, choose: Choose) => Promise<ScheduleRun>,
): Promise<number | null> {
  const goal = tally.schedules + wanted;
  const most = wanted * WALKS_PER_SAMPLE;
  const estimate = new Estimate();
  let walks = 0;
  while (tally.schedules < goal && walks < most) {
    const batch = Math.min(goal - tally.schedules, most - walks);
    const numbers = Array.from({ length: batch }, (_, index) => walks + index);
    await lanes.doAll(numbers, async (lane, number) => {
      const { choices } = await walk(lane, wandering(randomStream(seed, SAMPLES, number)));
      estimate.add(choices.map(({ ready }) => ready.length));
    });
    walks += batch;
  }
  return estimate.total;
}
