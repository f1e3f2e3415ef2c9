/** Judges `--expect` for the results of a race. Pure: it takes parsed rules and judged results. */
import type {
  Comparison,
  Expectation,
  ExpectationCheck,
  ExpectationResult,
  Metric,
  Scenario,
  Strategy,
  StrategyResult,
} from '../../model.js';
import { count } from '../../text/numbers.js';
import type { Observations } from './claims.js';
import { DEADLOCK, isStuck, judgeClaims } from './claims.js';
import type { RuleResult } from './rules.js';
import { UNJUDGED, compare, compareAtLeast, judgeEach, judgeVerdict } from './rules.js';

/**
 * One result for each expectation and each of its strategies, in the order of both. `met` is null
 * if the expectation could not be judged, for example because the run ended before the strategy was
 * raced.
 *
 * @param strategies the strategies of the run
 */
export function judgeExpectations(
  expectations: readonly Expectation[],
  strategies: readonly Strategy[],
  scenario: Scenario,
  results: readonly StrategyResult[],
): ExpectationResult[] {
  return judgeEach(expectations, strategies, results, (check, strategy, result) =>
    judge(check, strategy, scenario, result),
  );
}

function judge(
  check: ExpectationCheck,
  strategy: Strategy,
  scenario: Scenario,
  result: StrategyResult,
): RuleResult {
  switch (check.kind) {
    case 'held':
    case 'broken':
      return judgeVerdict(check.kind, result.verdict);
    case 'claims':
      return judgeClaims(strategy, scenario, seenIn(result, scenario));
    case 'metric':
      return judgeMetric(check.metric, check.comparison, check.value, result);
    default:
      return check satisfies never;
  }
}

/* ---------- Metrics ---------- */

/** Metrics that mean nothing in a run without overlap: there they are zero for every strategy. */
const NEED_OVERLAP: ReadonlySet<Metric> = new Set(['lost-updates', 'violations', 'drift']);

/** Metrics that are lower bounds in an estimate. */
const BOUNDED: ReadonlySet<Metric> = new Set(['lost-updates', 'violations']);

function judgeMetric(
  metric: Metric,
  comparison: Comparison,
  value: number,
  result: StrategyResult,
): RuleResult {
  const actual = measure(metric, result);
  if (actual === null) return UNJUDGED;
  const bounded = result.estimated && BOUNDED.has(metric);
  const met = (bounded ? compareAtLeast : compare)(actual, comparison, value);
  // An observed anomaly breaks a rule that forbids it. But a number from an inconclusive run cannot
  // meet a rule. And a zero cannot break a rule that requires an anomaly: with overlap, the number
  // could have been higher.
  const proven = result.verdict !== 'inconclusive' || !NEED_OVERLAP.has(metric);
  const stands = proven || (met === false && actual !== 0);
  return { met: stands ? met : null, actual: bounded ? `at least ${count(actual)}` : actual };
}

/** The number a rule compares; null when it is not known. */
function measure(metric: Metric, result: StrategyResult): number | null {
  // Without operations there are no latencies.
  const timed = result.operations.attempted > 0;
  switch (metric) {
    case 'lost-updates':
      return result.lostUpdates;
    case 'violations':
      return result.violations;
    case 'retries':
      return result.retries;
    case 'failed':
      return result.operations.failed;
    case 'indeterminate':
      return result.operations.indeterminate;
    case 'drift':
      return result.drift;
    case 'throughput':
      return result.throughput;
    case 'p50':
      return timed ? result.latencyMs.p50 : null;
    case 'p99':
      return timed ? result.latencyMs.p99 : null;
    default:
      return metric satisfies never;
  }
}

/* ---------- Claims ---------- */

type ObservedCounts = Pick<
  StrategyResult,
  | 'verdict'
  | 'processes'
  | 'operations'
  | 'lostUpdates'
  | 'estimated'
  | 'violations'
  | 'drift'
  | 'conflicts'
  | 'failures'
>;

/**
 * What a race showed about the claims. If the scenario has limits that several accounts share, its
 * violations are violations of those limits.
 */
export function seenIn(result: ObservedCounts, { exposes }: Scenario): Observations {
  const { verdict, processes, lostUpdates, violations, drift, operations, estimated } = result;
  const { attempted, committed, refused } = operations;
  // A refusal needs no write, so it does not show whether writes succeed.
  const writing = attempted - refused;
  const shared = exposes.includes('write skew');
  const bounded = (number: number | null, noun: string) => phrase(number, noun, estimated);
  return {
    verdict,
    processes,
    lostUpdates: bounded(lostUpdates, 'lost update'),
    overdrafts: shared ? null : bounded(violations, 'violation'),
    writeSkews: shared ? bounded(violations, 'violation') : null,
    drift: drift === null || drift === 0 ? null : `drift ${drift}`,
    deadlocks: phrase(deadlocksOf(result), 'deadlock', false),
    // An estimate does not see every lost update.
    explained: lostUpdates !== 0 || estimated,
    stuck: writing === 0 ? null : isStuck(committed, writing),
    progress: `${committed} of ${attempted} committed`,
    tooLittle: null,
  };
}

/** Attempts that ended in a deadlock: those that were retried, and those that were the last. */
function deadlocksOf({ conflicts, failures }: ObservedCounts): number {
  return (conflicts[DEADLOCK] ?? 0) + (failures[DEADLOCK]?.count ?? 0);
}

function phrase(number: number | null, noun: string, atLeast: boolean): string | null {
  if (number === null || number === 0) return null;
  return `${atLeast ? 'at least ' : ''}${number} ${noun}${number === 1 ? '' : 's'}`;
}
