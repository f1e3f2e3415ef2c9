/** Shared by reports: strategies whose code is wrong. */
import type { StrategyFailure, Verdict } from '../../model.js';

/** The fields that results of races and explorations share. */
export interface FailableResult {
  readonly strategy: string;
  readonly failure: StrategyFailure | null;
}

/** A result with a failure. */
export type FailedResult<R extends FailableResult> = R & { readonly failure: StrategyFailure };

/** Those that failed. */
export const failedResults = <R extends FailableResult>(
  results: readonly R[],
): readonly FailedResult<R>[] =>
  results.filter((result): result is FailedResult<R> => result.failure !== null);

/** A verdict as people read it. A failed strategy has `error` instead. */
export type VerdictWord = Verdict | 'error';

export const verdictWord = (
  result: Pick<FailableResult, 'failure'> & { readonly verdict: Verdict },
): VerdictWord => (result.failure === null ? result.verdict : 'error');
