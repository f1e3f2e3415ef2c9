import { judgeSchedule } from '../analysis/schedule.js';
import type { DrawnSchedule } from '../model.js';
import { runSchedule, scheduleOf, switchesIn, type ScheduleOptions } from './run-schedule.js';
import { historyOf } from './tally.js';
import { findWrite, Trace } from './trace.js';

/**
 * Runs one schedule and writes down every step, with what the analysis says of it.
 * @throws as `runSchedule`
 */
export async function drawSchedule(
  options: Omit<ScheduleOptions, 'recorder'>,
): Promise<DrawnSchedule> {
  const { experiment, strategy, lane } = options;
  const trace = new Trace(lane.workers, () => lane.look());
  const run = await runSchedule({ ...options, recorder: trace });
  const judged = judgeSchedule(historyOf(experiment, strategy.name, lane.initial, run));
  const { verdict, reason, witness, wrong } = judged;
  const schedule = scheduleOf(run);
  const { steps } = trace;
  const faultAt = wrong === null ? null : findWrite(steps, wrong);
  return {
    schedule,
    switches: switchesIn(schedule),
    workers: experiment.workers,
    initial: lane.initial,
    final: run.final,
    steps,
    operations: run.operations,
    verdict,
    reason,
    witness,
    fault:
      wrong === null || faultAt === null
        ? null
        : { step: faultAt, worker: wrong.worker, phrase: wrong.phrase },
  };
}
