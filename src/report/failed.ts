/** What reports have in common about strategies whose code is wrong. */
import type { StrategyFailure, Verdict } from '../model.js';

/** What is needed of a result, whatever it is a result of. */
export interface MayHaveFailed {
  readonly strategy: string;
  readonly failure: StrategyFailure | null;
}

/** A result of which the failure is known to be there. */
export type Failed<R extends MayHaveFailed> = R & { readonly failure: StrategyFailure };

/** Those that failed. */
export const failedOnes = <R extends MayHaveFailed>(results: readonly R[]): readonly Failed<R>[] =>
  results.filter((result): result is Failed<R> => result.failure !== null);

/** The verdict as people read it: of a strategy that failed there is none. */
export const verdictWord = (
  result: Pick<MayHaveFailed, 'failure'> & { readonly verdict: Verdict },
): Verdict | 'error' => (result.failure === null ? result.verdict : 'error');

/** What is wrong, then what to do about it. */
export const failureLines = ({ message, hint }: StrategyFailure): readonly string[] =>
  hint === null ? [message] : [message, hint];
