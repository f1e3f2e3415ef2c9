import { ConnectionStringError, parseConnectionString } from '../database/connection-string.js';
import { about, UsageError, type ErrorSubject } from '../errors.js';
import { quoted } from './parse.js';

/**
 * The address of a PostgreSQL server. Its errors never repeat the text, which may hold a password.
 * @param subject where it came from: an option or an environment variable
 * @throws {UsageError} when it is not a postgres:// or postgresql:// URL, or asks for what is not supported
 */
export function parseUrl(subject: ErrorSubject, text: string): string {
  const trimmed = text.trim();
  try {
    parseConnectionString(trimmed);
    return trimmed;
  } catch (error) {
    if (!(error instanceof ConnectionStringError)) throw error;
    throw new UsageError(`${subject.text}: ${error.message}`, {
      code: 'INVALID_URL',
      option: subject.option,
      hint: error.hint,
      cause: error,
    });
  }
}

/**
 * The server that the user chose: `--url`, or else `RACE_LAB_URL`, of which an empty one counts
 * as unset (a blank one is a mistake). Null: none, so an embedded one is started.
 * @throws {UsageError} for a wrong address; it names where that came from
 */
export function serverUrl(
  flag: string | undefined,
  environment: string | undefined,
): string | null {
  if (flag !== undefined) return parseUrl(about('url'), flag);
  if (environment === undefined || environment === '') return null;
  if (environment.trim() !== '')
    return parseUrl({ text: 'RACE_LAB_URL', option: null }, environment);
  throw new UsageError(`RACE_LAB_URL: ${quoted(environment)} is blank`, {
    code: 'INVALID_URL',
    hint: 'Write the address of a server there, or unset it for an embedded one.',
  });
}
