import type { ExplorePlan, ExploreReport } from '../../model.js';
import { versioned } from '../versioned.js';
import { experimentData, resultData } from './data.js';

/** For programs: one object, with everything that was found, unrounded. */
export function exploreJson(report: ExploreReport): string {
  const { plan, server, deadlockTimeoutMs, results, expectations, interruption } = report;
  return versioned({
    plan: planData(plan),
    server,
    deadlockTimeoutMs,
    results: results.map(resultData),
    expectations,
    interruption,
  });
}

const planData = (plan: ExplorePlan) => ({
  command: plan.command,
  strategies: plan.strategies.map(({ name }) => name),
  ...experimentData(plan),
  maxSchedules: plan.maxSchedules,
  maxSwitches: plan.maxSwitches,
  lanes: plan.lanes,
  expectations: plan.expectations.map(({ rule }) => rule),
});
