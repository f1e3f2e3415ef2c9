/** The errors with which the bank refuses a request. */
import type { Outcome, Strategy } from '../../model.js';
import { count } from '../../text/numbers.js';
import { RequestError } from '../problem.js';

export const noSuchAccount = (id: number): RequestError =>
  new RequestError(404, `there is no account ${id}`, {
    code: 'ACCOUNT_NOT_FOUND',
    hint: 'Open one with POST /accounts; GET /report lists those that exist.',
  });

export const lacksConstraint = ({ name }: Strategy, id: number): RequestError =>
  new RequestError(409, `strategy ${name} needs a constraint, which account ${id} does not have`, {
    code: 'CONSTRAINT_MISSING',
    hint: 'Open an account for it with "guarded": true, which makes the table refuse a balance below zero.',
  });

export const tooManyAccounts = (most: number): RequestError =>
  new RequestError(409, `the bank has ${count(most)} accounts, and may not have more`, {
    code: 'LIMIT_REACHED',
    hint: 'Begin anew with POST /reset.',
  });

export const recordsFull = (most: number): RequestError =>
  new RequestError(503, `${count(most)} operations are recorded, and no more fit`, {
    code: 'LIMIT_REACHED',
    hint: 'Read GET /report, and begin anew with POST /reset.',
  });

/** The bank's tables are gone with its session, so it does not come back. */
export const serverLost = (why = 'the connection to the database was lost'): RequestError =>
  new RequestError(503, why, {
    code: 'SERVER_LOST',
    hint: "Look at the server's log, and start the service again.",
  });

export const tooBusy = (): RequestError =>
  new RequestError(503, 'too many requests are under way', {
    code: 'TOO_BUSY',
    hint: 'Send fewer at once.',
    retryAfter: 1,
  });

/** The error for an outcome other than a commit. */
export function unsuccessful(
  outcome: Exclude<Outcome, { readonly kind: 'committed' }>,
  strategy: string,
  retries: number,
): RequestError {
  switch (outcome.kind) {
    case 'refused':
      return new RequestError(409, `strategy ${strategy} refused: the account holds too little`, {
        code: 'OPERATION_REFUSED',
        hint: 'Take less, or deposit first.',
      });
    case 'failed': {
      const after = retries === 0 ? '' : ` after ${count(retries)} retries`;
      return new RequestError(
        503,
        `strategy ${strategy} failed${after}: ${outcome.cause}: ${outcome.message}`,
        {
          code: 'OPERATION_FAILED',
          hint: 'Nothing was changed. Try again, with fewer requests at once.',
          retryAfter: 1,
        },
      );
    }
    case 'indeterminate':
      return new RequestError(503, 'the connection was lost during the commit', {
        code: 'OPERATION_FAILED',
        hint: 'Whether it committed is unknown: read the balance.',
      });
    default:
      return outcome satisfies never;
  }
}
