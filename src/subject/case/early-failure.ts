/** Workers that fail before they have sent a statement: what failed where, and what to do about it. */
import { errorsIn, property as read, sqlstateIn } from '../../database/error-chain.js';
import type { Case, CaseAnomaly } from '../../model.js';
import { notExported } from '../../text/imported-names.js';
import { readable } from '../../text/values.js';
import { printable } from '../../text/wrap.js';
import { atPlace, withCause, workerProperty } from './defects.js';
import type { CaseLane } from './lane.js';

/** The remedy for code that works on another database. */
export const CONNECT =
  'Connect to the url that open and the workers are handed; DATABASE_URL and the PG* variables lead there, too.';

/** What failed, and the remedy. */
interface EarlyFailure {
  readonly what: string;
  readonly remedy: string;
}

/** @param failure of a worker that has sent nothing */
export function failureBefore(
  { worker, message }: Extract<CaseAnomaly, { kind: 'failure' }>,
  the: Case,
  lanes: readonly CaseLane[],
): EarlyFailure {
  const property = workerProperty(the.workers[worker - 1]?.name ?? '');
  const error = readable(lanes.map(({ thrown }) => thrown.get(property)).find(isThere));
  const said = `${property} failed: ${withCause(printable(message), error)}`;
  if (!isMistake(error)) return { what: said, remedy: CONNECT };
  return { what: `${said}${atPlace(error)}`, remedy: remedyFor(error, the) };
}

const isThere = (value: unknown): boolean => value !== undefined;

/**
 * Whether the code itself is wrong: the errors that JavaScript raises. Other errors, and those that wrap one of the
 * server, a driver or the system, can come from a connection to somewhere else.
 */
const isMistake = (error: unknown): error is Error =>
  MISTAKES.some((type) => error instanceof type) &&
  [...errorsIn(error)].every(
    (each) => sqlstateIn(each) === undefined && read(each, 'code') === undefined,
  );

const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError];

function remedyFor({ message }: Error, the: Case): string {
  const name = notExported(message);
  if (name === 'default')
    return 'Check the import: that module has no function as its default export.';
  if (name !== null) {
    return `Check the import of ${name}: that module exports no function of this name.`;
  }
  return the.open === null && the.service === null
    ? 'Without open, the workers are handed { url }: let open make the application that they use, such as a pool, or correct the code.'
    : 'Correct the code there: it fails before its first statement.';
}
