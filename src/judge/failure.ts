/** What marks a result whose code is wrong: no verdict, and the error. */
import type { LabError } from '../errors.js';
import type { CodeFailure } from '../model.js';

/** An error for a report, with marks for options. */
export const failureOf = ({ template: { message, hint } }: LabError): CodeFailure => ({
  message,
  hint: hint ?? null,
});

/** The fields that mark a result as failed. */
export const failedWith = (failure: CodeFailure) =>
  ({ verdict: 'inconclusive', reason: failure.message, witness: null, failure }) as const;
