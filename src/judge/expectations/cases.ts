/** Judges `--expect` for explorations and replays of cases. Pure: it takes parsed rules. */
import type {
  Case,
  CaseExplorePlan,
  CaseMetric,
  CaseResult,
  Expectation,
  ExpectationCheck,
  ExpectationResult,
  Verdict,
} from '../../model.js';
import { isAbout, labelAt, levelsOf } from '../../plan/case-rules.js';
import { isResultOf } from '../case-result.js';
import {
  compare,
  compareAtLeast,
  judgeCase,
  judgeVerdict,
  UNJUDGED,
  type MetricCheck,
  type RuleResult,
} from './rules.js';

/**
 * One result for each expectation and each of its cases, at each level, in the order of all three; `subject`
 * is what reports call the case there. `met` is null if the exploration ended before it explored the case, or
 * the case could not be explored.
 */
export function judgeCaseExpectations(
  { expectations, cases, ...plan }: Pick<CaseExplorePlan, 'expectations' | 'cases' | 'isolations'>,
  results: readonly CaseResult[],
): ExpectationResult[] {
  return expectations.flatMap(({ rule, check, ...about }) =>
    cases
      .filter((each) => isAbout(about, each))
      .flatMap((the) => levelsOf(plan).map((level) => ({ the, level })))
      .map(({ the, level }) => {
        const result = results.find((each) => isResultOf(each, the, level));
        const { met, actual } =
          result === undefined ? UNJUDGED : judgeCase(check, result, judgeMetric);
        return { rule, subject: labelAt(the, level, cases), met, actual };
      }),
  );
}

function judgeMetric(
  { metric, comparison, value }: MetricCheck<CaseMetric>,
  result: CaseResult,
): RuleResult {
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
