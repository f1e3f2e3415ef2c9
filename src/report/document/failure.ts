/** Shared by reports: strategies and cases whose code is wrong. */
import type { CodeFailure, Verdict } from '../../model.js';

/** A result that may have a failure. */
export interface Failable {
  readonly failure: CodeFailure | null;
}

/** A result with a failure. */
type FailedResult<R extends Failable> = R & { readonly failure: CodeFailure };

/** Those that failed. */
export const failedResults = <R extends Failable>(
  results: readonly R[],
): readonly FailedResult<R>[] =>
  results.filter((result): result is FailedResult<R> => result.failure !== null);

/** A verdict as people read it. A result with a failure has `error` instead. */
export type VerdictWord = Verdict | 'error';

export const verdictWord = (result: Failable & { readonly verdict: Verdict }): VerdictWord =>
  result.failure === null ? result.verdict : 'error';
