/** What reports have in common about strategies whose code is wrong. */
import type { StrategyFailure, Verdict } from '../../model.js';

/** What is needed of a result, whatever it is a result of. */
export interface FailableResult {
  readonly strategy: string;
  readonly failure: StrategyFailure | null;
}

/** A result of which the failure is known to be there. */
export type FailedResult<R extends FailableResult> = R & { readonly failure: StrategyFailure };

/** Those that failed. */
export const failedResults = <R extends FailableResult>(
  results: readonly R[],
): readonly FailedResult<R>[] =>
  results.filter((result): result is FailedResult<R> => result.failure !== null);

/** A verdict as people read it: there is none of a strategy that failed. */
export type VerdictWord = Verdict | 'error';

export const verdictWord = (
  result: Pick<FailableResult, 'failure'> & { readonly verdict: Verdict },
): VerdictWord => (result.failure === null ? result.verdict : 'error');
