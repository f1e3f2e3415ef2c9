import { scheduleOf, type ScheduleRun, switchesIn } from '../../explore/schedule.js';
import type { TraceStep } from '../../explore/trace.js';
import { findFault } from '../../judge/account/fault.js';
import { judgeSchedule } from '../../judge/account/schedule.js';
import { historyOf, type AccountEnd } from '../../judge/account/schedule-judge.js';
import type { AccountState, AttemptEvent, DrawnSchedule, Workload } from '../../model.js';
import type { WorkPosition } from './work.js';

/** A recorded schedule, with its verdict. */
export function drawingOf(
  workload: Workload,
  strategy: string,
  run: ScheduleRun<AccountEnd>,
  traced: readonly TraceStep<WorkPosition, readonly AccountState[], AttemptEvent>[],
): DrawnSchedule {
  const judged = judgeSchedule(historyOf(workload, strategy, run));
  const { verdict, reason, witness, wrong } = judged;
  const steps = traced.flatMap(({ number, worker, label, action, events, state }) =>
    // The workers of the lab are at their first statement when the schedule begins.
    action === null ? [] : [{ number, worker, ...label, action, events, accounts: state }],
  );
  const fault = wrong === null ? null : findFault(steps, wrong);
  const schedule = scheduleOf(run.choices);
  const { operations, initial, final } = run.end;
  return {
    schedule,
    switches: switchesIn(schedule),
    workers: workload.workers,
    initial,
    final,
    steps,
    operations,
    verdict,
    reason,
    witness,
    fault,
    markedStep: fault?.step ?? null,
  };
}
