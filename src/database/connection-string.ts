/**
 * Connection URIs as libpq reads them. (Manual 34.1.1.2, 34.1.2) The libraries for them decode percent
 * signs only in part, warn about what libpq allows, or do not say which parameters they ignore.
 */

/** An error in a connection URI. Its message never repeats text that may be part of a password. */
export class ConnectionStringError extends Error {
  override readonly name = 'ConnectionStringError';
  /** What to write instead; a complete sentence. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** The parts of a connection URI. Null: the URI leaves the part out. */
export interface ConnectionString {
  /** A name or an address without brackets, or the directory of a Unix socket. */
  readonly host: string | null;
  readonly port: number | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string | null;
  /** The parameters that libpq knows, by its names. */
  readonly parameters: ReadonlyMap<string, string>;
  /** All others: settings of the server for each session. */
  readonly settings: ReadonlyMap<string, string>;
}

const FORM =
  'Write it as postgres://user:password@host:5432/database, with special characters of the password percent-encoded (@ as %40).';

const URI =
  /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?(?<hosts>[^/?#@]*)(?:\/(?<database>[^?#]*))?(?:\?(?<query>[^#]*))?$/i;

/** @throws {ConnectionStringError} when the text cannot be parsed, or uses what is not supported */
export function parseConnectionString(text: string): ConnectionString {
  const parts = URI.exec(text)?.groups;
  if (parts === undefined) throw new ConnectionStringError(NOT_READABLE, FORM);
  const { scheme = '', user, password, hosts = '', database, query } = parts;
  if (!/^postgres(ql)?$/i.test(scheme)) {
    throw new ConnectionStringError(`"${scheme.toLowerCase()}:" is not PostgreSQL`, FORM);
  }
  const given = parametersIn(query ?? '');
  const known = [...given].filter(([name]) => KNOWN.has(name));
  const parameters = new Map(known);
  for (const [name, value] of known) requireSupported(name, value);
  const { host, port } = locationIn(hosts, parameters);
  return {
    host,
    port,
    user: parameters.get('user') ?? decoded(user),
    password: parameters.get('password') ?? decoded(password),
    database: parameters.get('dbname') ?? decoded(database),
    parameters,
    settings: new Map([...given].filter(([name]) => !KNOWN.has(name))),
  };
}

/** The text with the password replaced, for messages. */
export const withPassword = (text: string, password: string): string =>
  text
    .replace(/(:\/\/[^:@/?#]*:)[^@/?#]+@/, `$1${password}@`)
    .replaceAll(/([?&](?:password|sslpassword)=)[^&#]+/g, `$1${password}`);

const NOT_READABLE = 'not a valid URL';

function locationIn(hosts: string, parameters: ReadonlyMap<string, string>) {
  const named = parameters.get('hostaddr') ?? parameters.get('host');
  if (`${hosts}${named ?? ''}`.includes(',')) {
    throw new ConnectionStringError(
      'it names several hosts',
      'Name only one: all sessions must be on the same server.',
    );
  }
  const found = /^(?:\[(?<v6>[0-9a-f:.%]+)\]|(?<name>[^:[\]]*))(?::(?<port>[^:]*))?$/i.exec(hosts);
  if (found?.groups === undefined) throw new ConnectionStringError(NOT_READABLE, FORM);
  const { v6, name, port } = found.groups;
  return {
    host: named ?? (decoded(v6 ?? name) || null),
    port: portIn(parameters.get('port') ?? port),
  };
}

const MOST_PORT = 65_535;

function portIn(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= MOST_PORT) return port;
  throw new ConnectionStringError(NOT_READABLE, `Write a port from 1 to ${MOST_PORT}. ${FORM}`);
}

function parametersIn(query: string): Map<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [decoded(pair.slice(0, at)) ?? '', decoded(pair.slice(at + 1)) ?? ''];
      throw new ConnectionStringError(
        'a parameter after the ? has no value',
        'Write parameters as name=value, separated by &.',
      );
    }),
  );
}

/** Null when there is nothing to decode. */
function decoded(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ConnectionStringError(
      'it contains a % that is not part of a percent-encoding',
      'Write each literal % as %25.',
    );
  }
}

/* ---------- Supported parameters of libpq ---------- */

const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

export const isSslMode = (text: string): text is SslMode => SSL_MODES.some((mode) => mode === text);

/** Parameters that accept any value: race-lab uses them, or they do not affect a run. */
const ANY_VALUE =
  'host hostaddr port dbname user password connect_timeout options application_name ' +
  'fallback_application_name sslrootcert sslcert sslkey sslcompression sslsni sslcertmode ' +
  'keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout krbsrvname gsslib';

const NO_VALUE =
  'passfile service requiressl sslpassword sslcrl sslcrldir requirepeer require_auth ' +
  'ssl_min_protocol_version ssl_max_protocol_version min_protocol_version max_protocol_version ' +
  'gssdelegation scram_client_key scram_server_key sslkeylogfile oauth_issuer oauth_client_id ' +
  'oauth_client_secret oauth_scope';

const named = (names: string, values: readonly string[] | null) =>
  names.split(' ').map((name): [string, readonly string[] | null] => [name, values]);

/** The parameters of libpq, and the supported values of each; null: all values. */
const KNOWN: ReadonlyMap<string, readonly string[] | null> = new Map([
  ...named(ANY_VALUE, null),
  ...named(NO_VALUE, []),
  ['sslmode', SSL_MODES],
  ['sslnegotiation', ['postgres', 'direct']],
  ['channel_binding', ['disable', 'prefer']],
  ['gssencmode', ['disable', 'prefer']],
  ['target_session_attrs', ['any']],
  ['load_balance_hosts', ['disable']],
  ['client_encoding', ['UTF8', 'utf8', 'UTF-8', 'utf-8', 'auto']],
  ['replication', ['false', 'off', 'no', '0']],
]);

function requireSupported(name: string, value: string): void {
  const values = KNOWN.get(name);
  if (values === undefined || values === null || values.includes(value)) return;
  if (values.length === 0) {
    throw new ConnectionStringError(`${name} is not supported`, 'Leave it out of the URL.');
  }
  const shown = JSON.stringify(
    value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value,
  );
  throw new ConnectionStringError(
    `${name}=${shown} is not supported`,
    `${name} can be ${values.join(', ')}.`,
  );
}

const LONGEST_VALUE = 40;
