/** What became of a worker, from what its function returned or threw. */
import { errorsIn, messageOf, sqlstateIn } from '../../database/error-chain.js';
import type { Case, Ending, JsonValue, RefusalPattern } from '../../model.js';
import { words } from './defects.js';

/**
 * A result as plain data. Nothing is null.
 * @throws {TypeError} when it is no JSON
 */
export function returned(value: unknown): Ending {
  const text: string | undefined = JSON.stringify(value);
  const plain: JsonValue = text === undefined ? null : JSON.parse(text);
  return { kind: 'returned', value: plain };
}

/** The ending of a worker whose function threw. */
export function thrown(error: unknown, { refusals, retried }: Case): Ending {
  const sqlstate = sqlstateOf(error);
  if (refusals.some((pattern) => matches(pattern, error, sqlstate))) {
    return { kind: 'refused', message: textOf(error) };
  }
  return {
    kind: 'failed',
    sqlstate,
    message: sqlstate === '' ? words(error) : textOf(error),
    retried: retried.includes(sqlstate),
  };
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
