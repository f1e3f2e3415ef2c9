/** The address of a server and the user. What a URL leaves out comes from the same places as in libpq. */
import { userInfo } from 'node:os';

import {
  isSslMode,
  parseConnectionString,
  type ConnectionString,
  type SslMode,
} from './connection-string.js';
import { ownEnvironment, type Environment } from './own-environment.js';

/** The server and the user to connect as. */
export type ConnectionTarget =
  | {
      readonly kind: 'url';
      readonly url: string;
      /** For what the URL leaves out [that of race-lab, at each connection]. */
      readonly env?: Environment;
    }
  | {
      readonly kind: 'socket';
      readonly path: string;
      readonly user: string;
      readonly database: string;
    };

/** A server, with everything that a connection to it needs. */
export interface Address {
  /** A name or an address. The path of a Unix socket is in `path`. */
  readonly host: string;
  readonly port: number;
  /** Null: over the network. */
  readonly path: string | null;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls: Tls;
  /** Settings of the URL for each session. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Tls {
  readonly mode: SslMode;
  /** Whether TLS starts without an SSLRequest. */
  readonly isDirect: boolean;
  /** Paths of files; null: none. `root` may be `system`: the certificate authorities of Node.js. */
  readonly root: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
}

const NO_TLS: Tls = { mode: 'disable', isDirect: false, root: null, certificate: null, key: null };
const DEFAULT_PORT = 5432;

/**
 * @param env for what the URL leaves out, as in libpq. (Manual 34.15)
 * @throws {ConnectionStringError} for a URL that the plan would have refused
 */
export function addressOf(
  target: ConnectionTarget,
  env: Environment = environmentOf(target),
): Address {
  if (target.kind === 'socket') {
    const { path, user, database } = target;
    const port = DEFAULT_PORT;
    return { host: '', port, path, user, password: '', database, tls: NO_TLS, settings: {} };
  }
  const given = parseConnectionString(target.url);
  const host = given.host ?? (env['PGHOST'] || 'localhost');
  const port = given.port ?? (Number(env['PGPORT']) || DEFAULT_PORT);
  const user = given.user ?? (env['PGUSER'] || ownName());
  return {
    host,
    port,
    path: host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : null,
    user,
    password: given.password ?? env['PGPASSWORD'] ?? '',
    database: given.database ?? (env['PGDATABASE'] || user),
    tls: tlsOf(given, env),
    settings: { ...Object.fromEntries(given.settings), ...optionsOf(given) },
  };
}

const environmentOf = (target: ConnectionTarget): Environment =>
  (target.kind === 'url' ? target.env : undefined) ?? ownEnvironment();

/** A container's user may have no entry in the list of users. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'postgres';
  }
}

const optionsOf = ({ parameters }: ConnectionString): Readonly<Record<string, string>> => {
  const options = parameters.get('options');
  return options === undefined ? {} : { options };
};

function tlsOf({ parameters }: ConnectionString, env: Environment): Tls {
  const file = (name: string) => parameters.get(name) ?? env[`PG${name.toUpperCase()}`] ?? null;
  const root = file('sslrootcert');
  const asked = file('sslmode') ?? (root === 'system' ? 'verify-full' : 'disable');
  const mode = isSslMode(asked) ? asked : 'disable';
  return {
    mode,
    isDirect: parameters.get('sslnegotiation') === 'direct' && mode !== 'disable',
    root,
    certificate: file('sslcert'),
    key: file('sslkey'),
  };
}

/**
 * The target for messages: user, host, port and database, without the password. Omits every part that
 * neither the URL nor the environment gives, except the host.
 */
export function describeTarget(
  target: ConnectionTarget,
  env: Environment = environmentOf(target),
): string {
  if (target.kind === 'socket') return 'the embedded PostgreSQL';
  const given = parseConnectionString(target.url);
  const { host } = addressOf(target, env);
  const place = host.includes(':') ? `[${host}]` : host;
  const port = given.port ?? (env['PGPORT'] || null);
  const user = given.user ?? (env['PGUSER'] || null);
  const database = given.database ?? (env['PGDATABASE'] || null);
  const shown = [
    user === null ? '' : `${excerpt(user)}@`,
    excerpt(place),
    port === null ? '' : `:${port}`,
    database === null ? '' : `/${excerpt(database)}`,
  ];
  return shown.join('');
}

/** A name can have any length. A message shows only its beginning. */
const excerpt = (name: string): string =>
  name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`;

const LONGEST_NAME = 63;
