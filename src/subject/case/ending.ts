/** What became of a worker, from what its function returns or throws. */
import { CaseDefect } from '../../errors.js';
import {
  errorsIn,
  messageOf,
  property as propertyIn,
  sqlstateIn,
} from '../../database/error-chain.js';
import type { Case, Ending, JsonValue, RefusalPattern } from '../../model.js';
import { withoutPasswords } from '../../plan/redact.js';
import { readable } from '../../text/values.js';
import { abridged } from '../../text/wrap.js';
import { propertyFailed, words } from './defects.js';
import { plain } from './plain-value.js';

/** What was thrown first, by the property whose code threw it, such as `workers.anna`. */
export class FirstErrors {
  readonly #errors = new Map<string, unknown>();

  /** Receives the errors of a property. */
  of(property: string): (error: unknown) => void {
    return (error) => void this.#errors.set(property, this.get(property) ?? error);
  }

  get(property: string): unknown {
    return this.#errors.get(property);
  }
}

/**
 * Runs the function of a worker.
 * @param caught receives what it throws
 * @throws {NotPlain} when its result cannot be compared
 * @throws {CaseDefect} when a predicate of `refusals` throws
 */
export async function endingOf(
  run: () => Promise<unknown>,
  the: Case,
  caught: (error: unknown) => void,
): Promise<Ending> {
  let value: unknown;
  try {
    value = await run();
  } catch (error) {
    caught(error);
    return thrown(error, the);
  }
  const result = plain(value);
  if (isRefusedStatus(value, the)) return { kind: 'refused', message: answerText(result) };
  return { kind: 'returned', value: result };
}

function thrown(what: unknown, the: Case): Ending {
  const error = readable(what);
  // What a service or a program cannot go on with is no ending of the worker.
  if (error instanceof CaseDefect) throw error;
  const sqlstate = sqlstateOf(error);
  const message = legible(sqlstate === '' ? words(error) : textOf(error));
  if (isRefusal(error, sqlstate, the)) return { kind: 'refused', message: legible(textOf(error)) };
  return { kind: 'failed', sqlstate, message, retried: the.retried.includes(sqlstate) };
}

/** Whether a worker returned the answer of a service whose status is an ordinary "no". */
const isRefusedStatus = (value: unknown, { refusals }: Case): boolean =>
  refusals.some((each) => each.kind === 'status' && propertyIn(value, 'status') === each.status);

/** `409 {"detail":"not enough"}` */
function answerText(value: JsonValue): string {
  const status = propertyIn(value, 'status');
  const body = propertyIn(value, 'body');
  return abridged([status, ...(body === null ? [] : [JSON.stringify(body)])].join(' '));
}

/** The SQLSTATE of an error, or of the error that it wraps; empty: none. */
function sqlstateOf(error: unknown): string {
  for (const each of errorsIn(error)) {
    const sqlstate = sqlstateIn(each);
    if (sqlstate !== undefined) return sqlstate;
  }
  return '';
}

/** The message of the server's error, if there is one: an ORM adds the whole statement to its own. */
function textOf(error: unknown): string {
  const chain = [...errorsIn(error)];
  const ofServer = chain.find((each) => sqlstateIn(each) !== undefined);
  const message = messageOf(ofServer ?? chain[0] ?? {});
  return message === '' ? words(error) : message;
}

/** Libraries copy the stack of an error into the message of another one. Where code stands says nothing of a race. */
const FRAME = /\n\s+at .*(?::\d+:\d+\)?|\(<anonymous>\)|\(native\))(?=\n|$)/g;

const legible = (message: string): string =>
  withoutPasswords(abridged(message.replaceAll(FRAME, '')));

const isRefusal = (error: unknown, sqlstate: string, the: Case): boolean =>
  the.refusals.some((pattern, index) => {
    try {
      return matches(pattern, error, sqlstate);
    } catch (failure) {
      const hint =
        'It is called with what a worker threw, and returns whether that is an ordinary answer.';
      throw propertyFailed(the, `refusals[${index}]`, failure, hint);
    }
  });

function matches(pattern: RefusalPattern, error: unknown, sqlstate: string): boolean {
  const messages = () => [...errorsIn(error)].map(messageOf).concat(words(error));
  switch (pattern.kind) {
    case 'status':
      return propertyIn(error, 'status') === pattern.status;
    case 'text':
      return pattern.text === sqlstate || messages().some((text) => text.includes(pattern.text));
    case 'pattern':
      return messages().some((text) => text.search(pattern.pattern) >= 0);
    case 'class':
      return [...errorsIn(error)].some((each) => each instanceof pattern.type);
    case 'predicate':
      return Boolean(pattern.isRefusal(error));
    default:
      return pattern satisfies never;
  }
}
