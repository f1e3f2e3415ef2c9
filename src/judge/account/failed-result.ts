/**
 * Results of strategies whose code is wrong: no verdict, and the counts from before the failure.
 */
import type { LabError } from '../../errors.js';
import type { Figures, History, RunPlan, StrategyFailure, StrategyResult } from '../../model.js';
import { judgeRounds } from './race.js';

/** An error for a report, with marks for options. */
export const failureOf = ({ template: { message, hint } }: LabError): StrategyFailure => ({
  message,
  hint: hint ?? null,
});

/** The fields that mark a result as that of a failed strategy. */
export const failedWith = (failure: StrategyFailure) =>
  ({ verdict: 'inconclusive', reason: failure.message, witness: null, failure }) as const;

/**
 * A strategy that failed in a race.
 * @param before its rounds before the failure; they count
 */
export function failedResult(
  { scenario, workers, processes }: Pick<RunPlan, 'scenario' | 'workers' | 'processes'>,
  strategy: string,
  before: readonly History[],
  failure: StrategyFailure,
): StrategyResult {
  if (before.length > 0) return { ...judgeRounds(before), ...failedWith(failure) };
  const identity = { strategy, scenario: scenario.name, workers, processes };
  return { ...identity, ...NOTHING, ...failedWith(failure), rounds: [] };
}

/** The figures of no round. */
const NOTHING: Omit<Figures, 'verdict' | 'reason'> = {
  operations: {
    attempted: 0,
    committed: 0,
    refused: 0,
    failed: 0,
    indeterminate: 0,
    overlapping: 0,
  },
  initialBalance: 0,
  finalBalance: null,
  expectedBalance: null,
  drift: null,
  lostUpdates: null,
  violations: null,
  lowestTrueBalance: null,
  lowestStoredBalance: null,
  estimated: false,
  retries: 0,
  retriedOperations: 0,
  conflicts: {},
  failures: {},
  durationMs: 0,
  throughput: 0,
  latencyMs: { p50: 0, p90: 0, p99: 0, max: 0 },
  cutShort: false,
};
