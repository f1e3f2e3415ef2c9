/** Shared by the judges of `--expect`. */
import type {
  Comparison,
  Expectation,
  ExpectationCheck,
  ExpectationResult,
  CodeFailure,
  Strategy,
  Verdict,
} from '../../model.js';

/** Whether a rule was met (null: it could not be judged), and what was found. */
export type RuleResult = Pick<ExpectationResult, 'met' | 'actual'>;

/** There is nothing to judge a rule by. */
export const UNJUDGED: RuleResult = { met: null, actual: null };

/** The fields of a result that the judges need. */
interface StrategyRow {
  readonly strategy: string;
  readonly failure: CodeFailure | null;
}

/** A failed strategy has no verdict. */
const FAILED: RuleResult = { met: null, actual: 'error' };

/**
 * One result for each expectation and each of its strategies, in the order of both. `met` is null
 * for a strategy without a result, or one that failed.
 */
export function judgeEach<M extends string, R extends StrategyRow>(
  expectations: readonly Expectation<M>[],
  strategies: readonly Strategy[],
  results: readonly R[],
  judge: (check: ExpectationCheck<M>, strategy: Strategy, result: R) => RuleResult,
): ExpectationResult[] {
  return expectations.flatMap((expectation) =>
    strategies
      .filter(({ name }) => expectation.subject === undefined || expectation.subject === name)
      .map((strategy) => {
        const result = results.find((candidate) => candidate.strategy === strategy.name);
        const { met, actual } = judgeOne(result, (found) =>
          judge(expectation.check, strategy, found),
        );
        return { rule: expectation.rule, subject: strategy.name, met, actual };
      }),
  );
}

function judgeOne<R extends StrategyRow>(
  result: R | undefined,
  judge: (result: R) => RuleResult,
): RuleResult {
  if (result === undefined) return UNJUDGED;
  return result.failure === null ? judge(result) : FAILED;
}

/** The fields of a case's result that the judges need. */
interface CaseRow {
  readonly verdict: Verdict;
  readonly failure: CodeFailure | null;
}

/** A comparison, as an expectation that was read. */
export type MetricCheck<M extends string> = Extract<ExpectationCheck<M>, { kind: 'metric' }>;

/** One expectation of one case. A failed case has no verdict. */
export function judgeCase<M extends string, R extends CaseRow>(
  check: ExpectationCheck<M>,
  result: R,
  judgeMetric: (check: MetricCheck<M>, result: R) => RuleResult,
): RuleResult {
  if (result.failure !== null) return FAILED;
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

/** `held` and `broken`: an inconclusive verdict is neither. */
export function judgeVerdict(expected: 'held' | 'broken', verdict: Verdict): RuleResult {
  return { met: verdict === 'inconclusive' ? null : verdict === expected, actual: verdict };
}

/**
 * Compares a number when only a lower bound of it is known; null: the bound does not decide.
 * @param bound the number is this or more
 */
export function compareAtLeast(
  bound: number,
  comparison: Comparison,
  value: number,
): boolean | null {
  switch (comparison) {
    case '>':
      return bound > value ? true : null;
    case '>=':
      return bound >= value ? true : null;
    case '!=':
      return bound > value ? true : null;
    case '=':
    case '<=':
      return bound > value ? false : null;
    case '<':
      return bound >= value ? false : null;
    default:
      return comparison satisfies never;
  }
}

export function compare(actual: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    case '>=':
      return actual >= value;
    default:
      return comparison satisfies never;
  }
}
