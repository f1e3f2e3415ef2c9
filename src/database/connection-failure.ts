import { EnvironmentError } from '../errors.js';
import { describeTarget, type ConnectionTarget } from './address.js';
import { errorCode } from './driver-errors.js';
import { option } from '../text/option.js';

/**
 * Turns an error from connecting into one that says what is wrong and what to do. It never shows a
 * password.
 * @param remedy what to do when there are too few connections
 */
export function connectionFailure(
  error: unknown,
  target: ConnectionTarget,
  remedy = 'Close other connections, or raise max_connections.',
): EnvironmentError {
  if (error instanceof EnvironmentError) return error;
  const where = describeTarget(target);
  const [what, hint] = explain(errorCode(error), textOf(error), remedy);
  return new EnvironmentError(`cannot connect to ${where}: ${what}`, {
    code: errorCode(error) === NO_CONNECTIONS_LEFT ? 'TOO_FEW_CONNECTIONS' : 'CANNOT_CONNECT',
    option: 'url',
    hint,
    cause: error,
  });
}

const textOf = (error: unknown): string =>
  error instanceof Error && error.message ? error.message : String(error);

const UNREACHABLE = `Check the host and port in ${option('url')}, and that the server runs and accepts connections.`;

const NO_CONNECTIONS_LEFT = '53300';

type Explanation = readonly [what: string, hint: string];

function explain(code: string | undefined, words: string, remedy: string): Explanation {
  switch (code) {
    case 'ECONNREFUSED':
      return ['the connection was refused', UNREACHABLE];
    case 'ENOENT':
      return ['no server listens on that socket', UNREACHABLE];
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['the host name is not known', `Check the host in ${option('url')}.`];
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ['the server did not answer', UNREACHABLE];
    case 'ECONNRESET':
    case 'EPIPE':
    case 'CLOSED_EARLY':
    case 'CONNECTION_CLOSED':
    case 'CONNECTION_ENDED':
    case 'CONNECTION_DESTROYED':
      return ['the connection was closed before the session was ready', CLOSED];
    case '28P01':
    case 'SASL_SIGNATURE_MISMATCH':
      return ['the password was not accepted', `Check the user and password in ${option('url')}.`];
    case '28000':
      return [words, /no encryption|SSL off/i.test(words) ? WANTS_TLS : WHO_MAY];
    case '3D000':
      return [words, `Check the database name at the end of ${option('url')}.`];
    case NO_CONNECTIONS_LEFT:
      return [`it has no connections left (${words})`, remedy];
    case '57P03':
      return [words, 'Wait until the server has started, then try again.'];
    default:
      return explainTls(code, words) ?? [words, `Check ${option('url')} and the server's log.`];
  }
}

const CLOSED =
  "Look at the server's log. If the address is that of a pool or a load balancer, check that its server runs.";
const WANTS_TLS = `The server requires TLS: add ?sslmode=require to ${option('url')}.`;
const WHO_MAY = `Check the user in ${option('url')}, and the server's pg_hba.conf.`;

/** The error codes of Node.js for certificates that it does not trust. (Its manual, `tls`, X509 certificate error codes) */
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function explainTls(code: string | undefined, words: string): Explanation | null {
  if (code === undefined) return null;
  if (code === 'TLS_REFUSED') {
    return [
      'the server does not accept TLS',
      `Leave sslmode out of ${option('url')}, or write sslmode=prefer.`,
    ];
  }
  if (code === 'TLS_FILE') return [words, `Check the paths of certificates in ${option('url')}.`];
  if (UNTRUSTED.has(code)) {
    return [
      `its certificate is not trusted (${words})`,
      'Name the certificate of its authority with sslrootcert=…, or write sslmode=require, which does not verify it.',
    ];
  }
  if (!code.startsWith('ERR_SSL') && code !== 'EPROTO') return null;
  return [`TLS failed (${words})`, `Check sslmode, sslcert and sslkey in ${option('url')}.`];
}
