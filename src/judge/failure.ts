/** What marks a result whose code is wrong: no verdict, and the error. */
import type { LabError } from '../errors.js';
import type { StrategyFailure } from '../model.js';

/** An error for a report, with marks for options. */
export const failureOf = ({ template: { message, hint } }: LabError): StrategyFailure => ({
  message,
  hint: hint ?? null,
});

/** The fields that mark a result as failed. */
export const failedWith = (failure: StrategyFailure) =>
  ({ verdict: 'inconclusive', reason: failure.message, witness: null, failure }) as const;
