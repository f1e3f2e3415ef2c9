import { UsageError } from '../errors.js';
import { quoted } from './parse.js';

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The address of a PostgreSQL server. Its errors never repeat the text, which may hold a password.
 * @param source where it came from: a flag or an environment variable
 * @throws {UsageError} when it is not a postgres:// or postgresql:// URL
 */
export function parseUrl(source: string, text: string): string {
  const hint = `Write it as postgres://user:password@host:5432/database, with special characters of the password percent-encoded (@ as %40).`;
  const trimmed = text.trim();
  // Without the slashes, what stands before the first colon may be a part of a credential.
  if (!URL.canParse(trimmed) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    throw new UsageError(`${source}: not a URL that can be understood`, { hint });
  }
  const url = new URL(trimmed);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw new UsageError(`${source}: ${quoted(url.protocol)} is not PostgreSQL`, { hint });
  }
  // The driver decodes each of these; a stray % would surface there as an unexplained URIError.
  if (![url.username, url.password, url.hostname, url.pathname].every((part) => decodes(part))) {
    throw new UsageError(`${source}: it holds a % that is not part of a percent-encoding`, {
      hint: 'Write each plain % as %25.',
    });
  }
  return trimmed;
}

/**
 * The server that the user chose: `--url`, or else `RACE_LAB_URL`, of which an empty one counts
 * as unset. Null: none, so an embedded one is started.
 * @throws {UsageError} for a wrong address; it names where that came from
 */
export function serverUrl(
  flag: string | undefined,
  environment: string | undefined,
): string | null {
  if (flag !== undefined) return parseUrl('--url', flag);
  const text = environment?.trim() ?? '';
  return text === '' ? null : parseUrl('RACE_LAB_URL', text);
}
