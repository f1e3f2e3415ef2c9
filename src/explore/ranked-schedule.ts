import type { Schedule } from '../model.js';
import { lettersOf } from '../text/schedule.js';
import { switchesIn } from './schedule.js';

/** A schedule, with what it is ranked by. */
export interface RankedSchedule {
  readonly schedule: Schedule;
  readonly switches: number;
  readonly letters: string;
}

export const rankedSchedule = (schedule: Schedule): RankedSchedule => ({
  schedule,
  switches: switchesIn(schedule),
  letters: lettersOf(schedule),
});

/** Orders schedules by switches, then by steps, then by letters: the easiest to follow first. */
export function compareRanks(one: RankedSchedule, other: RankedSchedule): number {
  if (one.switches !== other.switches) return one.switches - other.switches;
  if (one.letters.length !== other.letters.length) return one.letters.length - other.letters.length;
  if (one.letters === other.letters) return 0;
  return one.letters < other.letters ? -1 : 1;
}
