import { ConnectionStringError, parseConnectionString } from '../database/connection-string.js';
import { about, UsageError, type ErrorSubject } from '../errors.js';
import { quoted } from './parse.js';

/**
 * The address of a PostgreSQL server. Errors never quote the text, which may contain a password.
 * @param subject the option or the environment variable that holds it
 * @throws {UsageError} when it is not a postgres:// or postgresql:// URL, or asks for what is not
 *   supported
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
 * The server that the user chose: `--url`, or else `RACE_LAB_URL`. An empty `RACE_LAB_URL` counts
 * as unset; a blank one is an error. Null: the user chose none, so an embedded server is started.
 * @throws {UsageError} for a wrong address; the message names the option or the variable
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
