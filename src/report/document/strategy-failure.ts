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

/** The verdict as people read it: of a strategy that failed there is none. */
export const verdictWord = (
  result: Pick<FailableResult, 'failure'> & { readonly verdict: Verdict },
): Verdict | 'error' => (result.failure === null ? result.verdict : 'error');

/** What is wrong, then what to do about it. */
export const failureSentences = ({ message, hint }: StrategyFailure): readonly string[] =>
  hint === null ? [message] : [message, hint];
