import { judgeSchedule } from '../../judge/account/schedule.js';
import type { DrawnSchedule } from '../../model.js';
import {
  runSchedule,
  scheduleOf,
  switchesIn,
  type ScheduleOptions,
} from '../../explore/run-schedule.js';
import { historyOf } from '../../explore/tally.js';
import { findFault, Trace } from '../../explore/trace.js';

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
  const fault = wrong === null ? null : findFault(steps, wrong);
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
    fault,
    markedStep: fault?.step ?? null,
  };
}
