/** Expectations as plain data, under the name of what each is about. */
import type { ExpectationResult } from '../../model.js';

export const strategyExpectations = (expectations: readonly ExpectationResult[]) =>
  expectations.map(({ rule, subject, met, actual }) => ({ rule, strategy: subject, met, actual }));

export const caseExpectations = (expectations: readonly ExpectationResult[]) =>
  expectations.map(({ rule, subject, met, actual }) => ({ rule, case: subject, met, actual }));
