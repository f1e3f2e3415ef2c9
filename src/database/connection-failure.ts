import { EnvironmentError } from '../errors.js';
import { errorCode } from './driver-errors.js';
import type { ConnectionTarget } from './driver.js';

/**
 * Turns an error met while connecting into one that says what is wrong and what to do. It never
 * shows a password.
 * @param remedy what to do when there are too few connections
 */
export function connectionFailure(
  error: unknown,
  target: ConnectionTarget,
  remedy = 'Close other connections, or raise max_connections.',
): EnvironmentError {
  if (error instanceof EnvironmentError) return error;
  const where = describeTarget(target);
  const [what, hint] = explain(errorCode(error), error, remedy);
  return new EnvironmentError(`cannot connect to ${where}: ${what}`, { hint, cause: error });
}

/** The target as it may be shown: user, host, port and database, without the password. */
export function describeTarget(target: ConnectionTarget): string {
  if (target.kind === 'socket') return 'the embedded PostgreSQL';
  const url = new URL(target.url);
  const user = url.username ? `${decodeURIComponent(url.username)}@` : '';
  return `${user}${url.host || 'localhost'}${url.pathname === '/' ? '' : url.pathname}`;
}

const UNREACHABLE =
  'Check the host and port in --url, and that the server runs and accepts connections.';

function explain(
  code: string | undefined,
  error: unknown,
  remedy: string,
): readonly [string, string] {
  const words = error instanceof Error && error.message ? error.message : String(error);
  switch (code) {
    case 'ECONNREFUSED':
      return ['the connection was refused', UNREACHABLE];
    case 'ENOENT':
      return ['there is no server behind that socket', UNREACHABLE];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['the host name is not known', 'Check the host in --url.'];
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ['the server did not answer', UNREACHABLE];
    case '28P01':
    case 'SASL_SIGNATURE_MISMATCH':
      return ['the password was not accepted', 'Check the user and password in --url.'];
    case '28000':
      return [words, "Check the user in --url, and the server's pg_hba.conf."];
    case '3D000':
      return [words, 'Check the database name at the end of --url.'];
    case '53300':
      return [`it has no connections left (${words})`, remedy];
    case '57P03':
      return [words, 'Wait until the server has started, then try again.'];
    default:
      return [words, "Check --url and the server's log."];
  }
}
