import type { ReplayPlan, ReplayReport } from '../../../model.js';
import { lettersOf } from '../../../text/schedule.js';
import { versioned } from '../../formats/json.js';
import { scheduleData, workloadData } from '../exploration/data.js';

/** For programs: one object, with every step and all that happened in it. */
export function replayJson(report: ReplayReport): string {
  const { plan, server, deadlockTimeoutMs, drawn, expectations } = report;
  return versioned({
    plan: planData(plan),
    server,
    deadlockTimeoutMs,
    replay: scheduleData(drawn),
    expectations,
  });
}

const planData = (plan: ReplayPlan) => ({
  command: plan.command,
  strategy: plan.strategy.name,
  schedule: lettersOf(plan.schedule),
  ...workloadData(plan),
  expectations: plan.expectations.map(({ rule }) => rule),
});
