import type { ExplorationResult, ExplorePlan, ExploreReport, Workload } from '../../../model.js';
import { strategyExpectations } from '../expectation-data.js';
import { strategyEndData } from './ends.js';
import { scheduleData } from './schedule-data.js';

/** An exploration as plain data. */
export const explorationData = ({ plan, server, results, ...rest }: ExploreReport) => ({
  plan: planData(plan),
  server,
  deadlockTimeoutMs: rest.deadlockTimeoutMs,
  results: results.map(resultData),
  expectations: strategyExpectations(rest.expectations),
  interruption: rest.interruption,
});

const planData = (plan: ExplorePlan) => ({
  command: plan.command,
  strategies: plan.strategies.map(({ name }) => name),
  ...workloadData(plan),
  maxSchedules: plan.maxSchedules,
  maxSwitches: plan.maxSwitches,
  timeLimitMs: plan.timeLimitMs,
  lanes: plan.lanes,
  expectations: plan.expectations.map(({ rule }) => rule),
});

/** Field by field, so that the URL, with its password, can never slip in. */
export const workloadData = (workload: Workload) => ({
  scenario: workload.scenario.name,
  workers: workload.workers,
  /** Of each worker. */
  operations: workload.operations,
  accounts: workload.accounts,
  balance: workload.balance,
  amount: workload.amount,
  retries: workload.retries,
  retriesWithoutProgress: workload.retriesWithoutProgress,
  seed: workload.seed,
});

/**
 * All fields of a result, with its identity first. The witness has the fields of a race's witness,
 * and more.
 */
function resultData({ witness: shortest, ends: those, ...result }: ExplorationResult) {
  const { strategy, scenario, workers, operations, retries, verdict, reason, ...figures } = result;
  const complete = result.coverage.kind === 'complete';
  const identity = { strategy, scenario, workers, operations, retries, verdict, reason, complete };
  const ends = those.map(strategyEndData);
  if (shortest === null) return { ...identity, ...figures, ends, witness: null };
  const { witness, ...schedule } = scheduleData(shortest);
  return { ...identity, ...figures, ends, witness: { ...witness, ...schedule } };
}
