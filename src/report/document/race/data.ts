import type { Report, RunPlan, StrategyResult } from '../../../model.js';
import { strategyExpectations } from '../expectation-data.js';

/** A race as plain data. */
export const raceData = ({ plan, server, results, ...rest }: Report) => ({
  plan: planData(plan),
  server,
  results: results.map(resultData),
  expectations: strategyExpectations(rest.expectations),
  interruption: rest.interruption,
  kept: rest.kept,
});

/** Field by field, so that the URL, with its password, can never slip in. */
export function planData({ extent, ...plan }: RunPlan) {
  return {
    command: plan.command,
    strategies: plan.strategies.map(({ name }) => name),
    scenario: plan.scenario.name,
    workers: plan.workers,
    /** Of each worker; null for a run with `--duration`. */
    operations: extent.kind === 'operations' ? extent.perWorker : null,
    durationMs: extent.kind === 'duration' ? extent.ms : null,
    accounts: plan.accounts,
    balance: plan.balance,
    amount: plan.amount,
    thinkMs: plan.thinkMs,
    retries: plan.retries,
    backoff: plan.backoff,
    connections: plan.connections,
    processes: plan.processes,
    rounds: plan.rounds,
    seed: plan.seed,
    timeLimitMs: plan.timeLimitMs,
    timeoutMs: plan.timeoutMs,
    keep: plan.keep,
    expectations: plan.expectations.map(({ rule }) => rule),
  };
}

/** All fields of a result, with its identity first. */
function resultData({ strategy, scenario, workers, processes, ...figures }: StrategyResult) {
  return { strategy, scenario, workers, processes, ...figures };
}
