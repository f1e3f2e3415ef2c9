/** The flags of `serve` and `judge`, validated. */
import { about, UsageError } from '../errors.js';
import { option } from '../text/option.js';
import { LIMITS } from './limits.js';
import { quoted } from './parse.js';
import { readCount } from './read.js';
import { serverUrl } from './url.js';

/** Raw text from the command line; a flag that is not given is absent. */
export interface ServeFlags {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly allowHost?: readonly string[] | undefined;
  readonly url?: string | undefined;
  readonly connections?: string | undefined;
  readonly lab?: string | undefined;
}

export interface ServePlan {
  /** 0: a free one. */
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  /** Null: an embedded server is started. */
  readonly url: string | null;
  readonly connections: number;
  /** The name of a lab that replicas share; null: a bank of its own. */
  readonly lab: string | null;
}

const DEFAULT_PORT = 4600;
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_CONNECTIONS = 10;

/** @throws {UsageError} when a flag is wrong; the message names it */
export function readServe(flags: ServeFlags, environmentUrl: string | undefined): ServePlan {
  const { host = DEFAULT_HOST, allowHost = [] } = flags;
  const url = serverUrl(flags.url, environmentUrl);
  return {
    port: readCount('port', flags.port, { min: 0, max: 65_535 }, DEFAULT_PORT),
    host: readHost('host', host),
    allowedHosts: allowHost.map((name) => readHost('allowHost', name)),
    url,
    connections: readCount(
      'connections',
      flags.connections,
      LIMITS.connections,
      DEFAULT_CONNECTIONS,
    ),
    lab: flags.lab === undefined ? null : readLab(flags.lab, url),
  };
}

/** @throws {UsageError} when there is no server that several processes can share */
export function readLab(name: string, url: string | null): string {
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(name)) {
    throw new UsageError(`${option('lab')}: ${quoted(name)} is not the name of a lab`, {
      code: 'INVALID_VALUE',
      option: 'lab',
      hint: 'Write small letters, digits and underscores, beginning with a letter, 31 at most.',
    });
  }
  if (url !== null) return name;
  throw new UsageError(`${option('lab')} needs a server that all replicas can reach`, {
    code: 'MISSING_OPTION',
    option: 'url',
    hint: `Give it with ${option('url')} or RACE_LAB_URL.`,
  });
}

function readHost(name: 'host' | 'allowHost', text: string): string {
  const host = text
    .trim()
    .toLowerCase()
    .replaceAll(/^\[|\]$/g, '');
  if (/^[\w.-]+$|^[\da-f:.]+$/.test(host)) return host;
  throw new UsageError(`${about(name).text}: ${quoted(text)} is no host`, {
    code: 'INVALID_VALUE',
    option: name,
    hint: 'Write a name or an address without a port, such as 127.0.0.1.',
  });
}
