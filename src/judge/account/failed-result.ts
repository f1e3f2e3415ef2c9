/**
 * Results of strategies whose code is wrong: no verdict, and the counts from before the failure.
 */
import type { Figures, History, RunPlan, CodeFailure, StrategyResult } from '../../model.js';
import { failedWith } from '../failure.js';
import { judgeRounds } from './race.js';

/**
 * A strategy that failed in a race.
 * @param before its rounds before the failure; they count
 */
export function failedResult(
  { scenario, workers, processes }: Pick<RunPlan, 'scenario' | 'workers' | 'processes'>,
  strategy: string,
  before: readonly History[],
  failure: CodeFailure,
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
