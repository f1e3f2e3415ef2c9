/** Shared by reports: strategies whose code is wrong. */
import type { StrategyFailure, Verdict } from '../../model.js';

/** A result that may have a failure. */
export interface Failable {
  readonly failure: StrategyFailure | null;
}

/** The fields that results of races and explorations share. */
export interface FailableResult extends Failable {
  readonly strategy: string;
}

/** A result with a failure. */
export type FailedResult<R extends Failable> = R & { readonly failure: StrategyFailure };

/** Those that failed. */
export const failedResults = <R extends Failable>(
  results: readonly R[],
): readonly FailedResult<R>[] =>
  results.filter((result): result is FailedResult<R> => result.failure !== null);

/** A verdict as people read it. A failed strategy has `error` instead. */
export type VerdictWord = Verdict | 'error';

export const verdictWord = (
  result: Pick<FailableResult, 'failure'> & { readonly verdict: Verdict },
): VerdictWord => (result.failure === null ? result.verdict : 'error');
