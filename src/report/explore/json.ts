import type { ExplorePlan, ExploreReport } from '../../model.js';
import { versioned } from '../formats/json.js';
import { workloadData, resultData } from '../document/exploration/data.js';

/** For programs: one object, with everything that was found, unrounded. */
export const exploreJson = (report: ExploreReport): string => versioned(exploreData(report));

/** An exploration as plain data. */
export const exploreData = ({ plan, server, results, ...rest }: ExploreReport) => ({
  plan: planData(plan),
  server,
  deadlockTimeoutMs: rest.deadlockTimeoutMs,
  results: results.map(resultData),
  expectations: rest.expectations,
  interruption: rest.interruption,
});

const planData = (plan: ExplorePlan) => ({
  command: plan.command,
  strategies: plan.strategies.map(({ name }) => name),
  ...workloadData(plan),
  maxSchedules: plan.maxSchedules,
  maxSwitches: plan.maxSwitches,
  lanes: plan.lanes,
  expectations: plan.expectations.map(({ rule }) => rule),
});
