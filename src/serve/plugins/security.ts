/** Who may ask, and how much at once. */
import { isIP } from 'node:net';
import { hostname } from 'node:os';

import helmet from '@fastify/helmet';
import type { FastifyRequest } from 'fastify';

import type { App, Parts, Reach } from '../app.js';
import { tooBusy } from '../bank/refusals.js';
import { RequestError } from '../problem.js';
import { NOT_JSON } from './problems.js';

/** Requests that may be under way at once. */
const MOST_REQUESTS = 500;

const SELF = ["'self'"];
const NOTHING = ["'none'"];

const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: SELF,
    scriptSrc: SELF,
    styleSrc: SELF,
    imgSrc: ["'self'", 'data:'],
    connectSrc: SELF,
    objectSrc: NOTHING,
    baseUri: NOTHING,
    formAction: NOTHING,
    frameAncestors: NOTHING,
  },
};

export async function securityPlugin(app: App, { reach }: Parts): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    // It is plain HTTP.
    strictTransportSecurity: false,
  });
  let underWay = 0;
  app.addHook('onRequest', async (request, reply) => {
    underWay += 1;
    // `close` comes in any case, also when the client has left.
    reply.raw.once('close', () => {
      underWay -= 1;
    });
    if (underWay > MOST_REQUESTS) throw tooBusy();
    requireOwnHost(request, reach);
    requireOwnOrigin(request);
    requireJson(request);
  });
}

/**
 * A page of another site can make its own name lead to this machine (DNS rebinding), but then the header Host
 * has that name.
 */
function requireOwnHost({ raw }: FastifyRequest, reach: Reach): void {
  // Of several headers, `headers.host` has only the first.
  const [first = '', ...others] = raw.headersDistinct['host'] ?? [];
  const host = nameIn(first);
  if (host !== null && others.length === 0 && isOwn(host, reach)) return;
  throw foreign('Host', 'Call it by localhost or by its address; --allow-host adds a name.');
}

/** Null: it is no host. */
function nameIn(host: string): string | null {
  const { name } = /^(?<name>\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host)?.groups ?? {};
  return name?.toLowerCase().replaceAll(/^\[|\]$/g, '') ?? null;
}

function isOwn(name: string, { host, allowedHosts }: Reach): boolean {
  if (name === 'localhost' || name === host || allowedHosts.includes(name)) return true;
  if (isLoopback(host)) return isLoopback(name);
  // An address cannot be made to lead elsewhere.
  return isIP(name) > 0 || name === hostname().toLowerCase();
}

/** Whether only this machine reaches that address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function requireOwnOrigin({ headers }: FastifyRequest): void {
  const { origin, host } = headers;
  if (origin === undefined || origin.toLowerCase() === `http://${host ?? ''}`.toLowerCase()) return;
  throw foreign('Origin', 'Only the pages of this service may call it from a browser.');
}

function foreign(header: string, hint: string): RequestError {
  const message = `the header ${header} is not that of this service`;
  return new RequestError(403, message, { code: 'FOREIGN_REQUEST', hint });
}

/** A form of another site can send text, but not JSON, and no request without a body. */
function requireJson({ method, headers }: FastifyRequest): void {
  if (method !== 'POST' || isEmpty(headers)) return;
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new RequestError(415, NOT_JSON.message, { code: 'INVALID_REQUEST', hint: NOT_JSON.hint });
}

/** Scripts of other sites can send such a request, too, but not without their Origin. */
const isEmpty = (headers: FastifyRequest['headers']): boolean =>
  headers['content-type'] === undefined &&
  headers['transfer-encoding'] === undefined &&
  (headers['content-length'] ?? '0') === '0';
