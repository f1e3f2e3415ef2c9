import { scheduleOf, type ScheduleRun, switchesIn } from '../../explore/schedule.js';
import type { TraceStep } from '../../explore/trace.js';
import { findFault } from '../../judge/account/fault.js';
import { judgeSchedule } from '../../judge/account/schedule.js';
import { historyOf, type AccountEnd } from '../../judge/account/schedule-judge.js';
import type {
  AccountState,
  AttemptEvent,
  DrawnSchedule,
  PlannedOperation,
  ScheduleDrawing,
  Step,
  Workload,
} from '../../model.js';
import type { WorkPosition } from './work.js';

type RecordedSteps = readonly TraceStep<WorkPosition, readonly AccountState[], AttemptEvent>[];

/** A recorded schedule, with its verdict. */
export function drawingOf(
  workload: Workload,
  strategy: string,
  run: ScheduleRun<AccountEnd>,
  traced: RecordedSteps,
): DrawnSchedule {
  const judged = judgeSchedule(historyOf(workload, strategy, run));
  const { verdict, reason, witness, wrong } = judged;
  const steps = stepsOf(traced);
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

/** What is recorded so far of a schedule that is not over. */
export function unfinished(
  { workers }: Workload,
  initial: readonly AccountState[],
  operations: readonly PlannedOperation[],
  traced: RecordedSteps,
): ScheduleDrawing {
  const schedule = traced.map(({ worker }) => worker);
  const steps = stepsOf(traced);
  const marks = { fault: null, markedStep: null };
  return {
    schedule,
    switches: switchesIn(schedule),
    workers,
    initial,
    steps,
    operations,
    ...marks,
  };
}

const stepsOf = (traced: RecordedSteps): readonly Step[] =>
  traced.flatMap(({ number, worker, label, action, events, state }) =>
    // The workers of the lab are at their first statement when the schedule begins.
    action === null ? [] : [{ number, worker, ...label, action, events, accounts: state }],
  );
