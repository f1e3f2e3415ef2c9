import type { ReplayPlan, ReplayReport } from '../../../model.js';
import { lettersOf } from '../../../text/schedule.js';
import { strategyExpectations } from '../expectation-data.js';
import { workloadData } from '../exploration/data.js';
import { scheduleData } from '../exploration/schedule-data.js';

/** A replay as plain data, with every step and all that happened in it. */
export const replayData = ({
  plan,
  server,
  deadlockTimeoutMs,
  drawn,
  expectations,
}: ReplayReport) => ({
  plan: planData(plan),
  server,
  deadlockTimeoutMs,
  replay: scheduleData(drawn),
  expectations: strategyExpectations(expectations),
});

const planData = (plan: ReplayPlan) => ({
  command: plan.command,
  strategy: plan.strategy.name,
  schedule: lettersOf(plan.schedule),
  ...workloadData(plan),
  expectations: plan.expectations.map(({ rule }) => rule),
});
