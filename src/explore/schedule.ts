/** Runs of schedules. */
import type { Schedule } from '../model.js';
import type { Choice } from './choice.js';

/** A schedule that was run to its end. */
export interface ScheduleRun<End> {
  readonly choices: readonly Choice[];
  readonly end: End;
}

/** The schedule that a run followed. */
export const scheduleOf = (choices: readonly Choice[]): Schedule =>
  choices.map(({ chosen }) => chosen);

/** The number of steps whose worker is not that of the step before. */
export function switchesIn(schedule: Schedule): number {
  let switches = 0;
  for (let step = 1; step < schedule.length; step += 1) {
    if (schedule[step] !== schedule[step - 1]) switches += 1;
  }
  return switches;
}
