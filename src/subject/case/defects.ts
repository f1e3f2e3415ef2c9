/** Errors about a case, for its author. */
import { CaseDefect, LabError } from '../../errors.js';
import type { Case } from '../../model.js';
import { caseCalled } from '../../plan/case-rules.js';
import { withoutPasswords } from '../../plan/redact.js';
import { innermostMessage } from '../../database/error-chain.js';
import { withImportedNames } from '../../text/imported-names.js';
import { placeOf } from '../../text/place.js';
import { shortPath } from '../../text/reference.js';
import { readable, shown } from '../../text/values.js';
import { abridged, printable } from '../../text/wrap.js';

export { caseCalled as called };

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
  const problem = `${property} fails: ${shownWords(error)}${atPlace(error)}`;
  return propertyDefect(the, problem, hint, error);
}

/** Where in the user's code an error arose: ` at ./shop.ts:12`; empty: not known. */
export function atPlace(error: unknown): string {
  const place = placeOf(readable(error));
  return place === null ? '' : ` at ${shortPath(place)}`;
}

/**
 * A problem with a property.
 * @param problem begins with the property
 */
export const propertyDefect = (
  the: Case,
  problem: string,
  hint: string,
  cause?: unknown,
): CaseDefect => new CaseDefect(the.name, `${caseCalled(the)}: ${problem}`, { hint, cause });

/** What messages call the code of a worker: `workers.anna`, but `worker 1` where the case has `worker` and `times`. */
export const workerProperty = (name: string): string =>
  /^worker \d+$/.test(name) ? name : `workers.${name}`;

/** What was thrown, in words: an error, or any other value. It can have any length and several lines. */
export function words(thrown: unknown): string {
  const error = readable(thrown);
  if (!(error instanceof Error)) return `it threw ${shown(error)}`;
  const name = nameOf(error);
  if (error.message === '') return name;
  const message = withImportedNames(error.message);
  return name === 'Error' || 'severity' in error ? message : `${name}: ${message}`;
}

/** A class of errors may leave the name as it is. */
const nameOf = (error: Error): string =>
  error.name === 'Error' ? error.constructor.name || 'Error' : error.name;

/** What was thrown, and what it wraps, in words for one line of a message. */
export const shownWords = (thrown: unknown): string => withCause(shownText(words(thrown)), thrown);

/**
 * Adds the innermost error that an error wraps, unless the text has it: an ORM's own text names the statement only.
 * Not for texts that are compared, because a cause can have what differs from run to run, such as a port.
 */
export function withCause(text: string, thrown: unknown): string {
  const cause = shownText(withImportedNames(innermostMessage(readable(thrown))));
  return cause === '' || text.includes(cause) ? text : `${text}, caused by: ${cause}`;
}

const shownText = (text: string): string => withoutPasswords(printable(abridged(text)));
