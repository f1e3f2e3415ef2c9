/** Judges `--expect` for free races of cases. Pure: it takes parsed rules. */
import type {
  Case,
  CaseLoadMetric,
  CaseLoadResult,
  CodeFailure,
  Expectation,
  ExpectationResult,
  FreeRaceMetric,
  FreeRaceResult,
  Verdict,
} from '../../model.js';
import { isAbout, labelOf } from '../../plan/case-rules.js';
import { isAboutCase } from '../case-result.js';
import { compare, judgeCase, UNJUDGED, type MetricCheck, type RuleResult } from './rules.js';

/**
 * One result for each expectation and each of its cases, in the order of both. A rule is about the rounds that were
 * run: luck may have missed a failure. `met` is null if the race ended before the case, or the case could not be
 * raced.
 */
export const judgeFreeRaceExpectations = (
  expectations: readonly Expectation<FreeRaceMetric>[],
  cases: readonly Case[],
  results: readonly FreeRaceResult[],
): ExpectationResult[] =>
  judgeEach(expectations, cases, results, ({ comparison, value }, { anomalies }) => {
    const actual = anomalies.failure;
    return { met: compare(actual, comparison, value), actual };
  });

/** @see judgeFreeRaceExpectations */
export const judgeLoadExpectations = (
  expectations: readonly Expectation<CaseLoadMetric>[],
  cases: readonly Case[],
  results: readonly CaseLoadResult[],
): ExpectationResult[] =>
  judgeEach(expectations, cases, results, ({ metric, comparison, value }, result) => {
    const actual = figureOf(metric, result);
    return { met: compare(actual, comparison, value), actual };
  });

function figureOf(metric: CaseLoadMetric, result: CaseLoadResult): number {
  switch (metric) {
    case 'failures':
      return Object.values(result.failures).reduce(
        (sum, { count, retried }) => (retried ? sum : sum + count),
        0,
      );
    case 'throughput':
      return result.throughput;
    case 'p50':
    case 'p95':
    case 'p99':
      return result.latencyMs[metric];
    default:
      return metric satisfies never;
  }
}

interface JudgedCase {
  readonly case: string;
  readonly reference?: string;
  readonly verdict: Verdict;
  readonly failure: CodeFailure | null;
}

function judgeEach<M extends string, Result extends JudgedCase>(
  expectations: readonly Expectation<M>[],
  cases: readonly Case[],
  results: readonly Result[],
  judgeMetric: (check: MetricCheck<M>, result: Result) => RuleResult,
): ExpectationResult[] {
  return expectations.flatMap(({ rule, check, ...about }) =>
    cases
      .filter((each) => isAbout(about, each))
      .map((the) => {
        const result = results.find((each) => isAboutCase(each, the));
        const { met, actual } =
          result === undefined ? UNJUDGED : judgeCase(check, result, judgeMetric);
        return { rule, subject: labelOf(the, cases), met, actual };
      }),
  );
}
