/** Errors about a case, for its author. */
import { CaseDefect, LabError } from '../../errors.js';
import type { Case } from '../../model.js';

/** `case last-copy (./checkout.race.ts)` */
export const called = ({ name, reference }: Pick<Case, 'name' | 'reference'>): string =>
  reference === undefined ? `case ${name}` : `case ${name} (${reference})`;

/**
 * The error for a property that cannot be used.
 * @param property such as `schema`, or `invariants['stock']`
 */
export function propertyFailed(
  the: Case,
  property: string,
  error: unknown,
  hint: string,
): CaseDefect | LabError {
  if (error instanceof LabError) return error;
  return new CaseDefect(the.name, `${called(the)}: ${property} fails: ${words(error)}`, {
    hint,
    cause: error,
  });
}

/** A problem with a property that no error describes. */
export const propertyDefect = (the: Case, problem: string, hint: string): CaseDefect =>
  new CaseDefect(the.name, `${called(the)}: ${problem}`, { hint });

/** What was thrown, in words: an error, or any other value. */
export function words(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${shownThrown(error)}`;
  return error.name === 'Error' || 'severity' in error
    ? error.message
    : `${error.name}: ${error.message}`;
}

function shownThrown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
