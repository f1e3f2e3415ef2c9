/** The HTTP service, without a port: what `listen` and tests work with. */
import fastify, { type FastifyInstance } from 'fastify';

import type { App, Parts, ServicePatience } from './app.js';
import { bankPlugin } from './plugins/bank.js';
import { burstsPlugin } from './plugins/bursts.js';
import { cataloguePlugin } from './plugins/catalogue.js';
import { healthPlugin } from './plugins/health.js';
import { explorationsPlugin, racesPlugin } from './plugins/jobs.js';
import { openapiPlugin } from './plugins/openapi.js';
import { pagePlugin } from './plugins/page.js';
import { problemsPlugin, refuseRaw, send } from './plugins/problems.js';
import { securityPlugin } from './plugins/security.js';
import { steppingsPlugin } from './plugins/steppings.js';

/** The plugins, in the order in which they are added: one for each concern. */
const PLUGINS: readonly ((app: App, parts: Parts) => Promise<void>)[] = [
  problemsPlugin,
  securityPlugin,
  openapiPlugin,
  healthPlugin,
  cataloguePlugin,
  bankPlugin,
  burstsPlugin,
  racesPlugin,
  explorationsPlugin,
  steppingsPlugin,
  pagePlugin,
];

const PATIENCE: ServicePatience = { headersMs: 5_000, requestMs: 10_000, keepAliveMs: 5_000 };

/** In bytes: larger than any request that the service takes. */
const BODY_LIMIT = 64 * 1024;
const MOST_CONNECTIONS = 1_000;

/** The service with all its endpoints, which listens to no port yet. */
export async function buildService(parts: Parts): Promise<FastifyInstance> {
  const { headersMs, requestMs, keepAliveMs } = parts.patience ?? PATIENCE;
  const app: App = fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: true,
    return503OnClosing: true,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    http: {
      headersTimeout: headersMs,
      // How often Node looks for slow clients.
      connectionsCheckingInterval: Math.min(1_000, headersMs),
      maxHeaderSize: 16 * 1024,
    },
    routerOptions: { maxParamLength: 100 },
    // Without conversions, "10" is no number.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    clientErrorHandler: refuseRaw,
    frameworkErrors: (error, _request, reply) => void send(reply, error),
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  // Without a listener, Node closes the connection of a CONNECT without an answer.
  app.server.on('connect', (_request, socket) => refuseRaw({}, socket));
  takeOnlyJson(app);
  for (const plugin of PLUGINS) await plugin(app, parts);
  return app;
}

/** Refuses bodies that are not JSON. An empty one is taken as none; the schema says whether the request needs one. */
function takeOnlyJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (text.trim() === '') return done(null, undefined);
    return parse(request, text, done);
  });
}
