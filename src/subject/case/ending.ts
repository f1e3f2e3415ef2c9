/** What became of a worker, from what its function returns or throws. */
import { errorsIn, messageOf, sqlstateIn } from '../../database/error-chain.js';
import type { Case, Ending, RefusalPattern } from '../../model.js';
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
  return { kind: 'returned', value: plain(value) };
}

function thrown(what: unknown, the: Case): Ending {
  const error = readable(what);
  const sqlstate = sqlstateOf(error);
  const message = withoutPasswords(abridged(sqlstate === '' ? words(error) : textOf(error)));
  if (isRefusal(error, sqlstate, the)) return { kind: 'refused', message: refusalText(error) };
  return { kind: 'failed', sqlstate, message, retried: the.retried.includes(sqlstate) };
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

const refusalText = (error: unknown): string => withoutPasswords(abridged(textOf(error)));

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
