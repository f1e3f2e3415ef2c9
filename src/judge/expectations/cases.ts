/** Judges `--expect` for explorations and replays of cases. Pure: it takes parsed rules. */
import type {
  Case,
  CaseMetric,
  CaseResult,
  Expectation,
  ExpectationCheck,
  ExpectationResult,
  Verdict,
} from '../../model.js';
import { isAbout, labelOf } from '../../plan/case-rules.js';
import { compare, compareAtLeast, judgeVerdict, UNJUDGED, type RuleResult } from './rules.js';

/**
 * One result for each expectation and each of its cases, in the order of both; `subject` is what
 * reports call the case. `met` is null if the exploration ended before it explored the case, or the
 * case could not be explored.
 * @param cases those of the exploration
 */
export function judgeCaseExpectations(
  expectations: readonly Expectation<CaseMetric>[],
  cases: readonly Case[],
  results: readonly CaseResult[],
): ExpectationResult[] {
  return expectations.flatMap(({ rule, check, ...about }) =>
    cases
      .filter((each) => isAbout(about, each))
      .map((the) => {
        const { name, reference } = the;
        const result = results.find((each) => each.case === name && each.reference === reference);
        const { met, actual } = result === undefined ? UNJUDGED : judgeResult(check, result);
        return { rule, subject: labelOf(the, cases), met, actual };
      }),
  );
}

function judgeResult(check: ExpectationCheck<CaseMetric>, result: CaseResult): RuleResult {
  if (result.failure !== null) return { met: null, actual: 'error' };
  switch (check.kind) {
    case 'held':
    case 'broken':
      return judgeVerdict(check.kind, result.verdict);
    case 'claims':
      return UNJUDGED;
    case 'metric':
      return judgeMetric(check, result);
    default:
      return check satisfies never;
  }
}

type MetricCheck = Extract<ExpectationCheck<CaseMetric>, { readonly kind: 'metric' }>;

function judgeMetric({ metric, comparison, value }: MetricCheck, result: CaseResult): RuleResult {
  switch (metric) {
    case 'schedules': {
      const actual = result.schedules;
      return { met: compare(actual, comparison, value), actual };
    }
    case 'failures': {
      const actual = result.anomalies.failure;
      // Schedules that were not run may have failures, too.
      const compared = ranAll(result) ? compare : compareAtLeast;
      return { met: compared(actual, comparison, value), actual };
    }
    default:
      return metric satisfies never;
  }
}

/** Whether every requested schedule was run. */
const ranAll = ({ coverage: { kind } }: CaseResult): boolean =>
  kind === 'complete' || kind === 'switches';

/** One result for each expectation; `subject` is the name of the case. */
export const judgeCaseReplayExpectations = (
  expectations: readonly Expectation<never>[],
  { name }: Pick<Case, 'name'>,
  verdict: Verdict,
): ExpectationResult[] =>
  expectations.map(({ rule, check }) => {
    const { met, actual } = judgeReplayed(check, verdict);
    return { rule, subject: name, met, actual };
  });

function judgeReplayed(check: ExpectationCheck<never>, verdict: Verdict): RuleResult {
  switch (check.kind) {
    case 'held':
    case 'broken':
      return judgeVerdict(check.kind, verdict);
    case 'claims':
      return UNJUDGED;
    case 'metric':
      return check.metric;
    default:
      return check satisfies never;
  }
}
