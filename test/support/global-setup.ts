import type { TestProject } from 'vitest/node';

import { startEmbedded, type EmbeddedServer } from '../../src/database/embedded/server.js';
import { DATABASE, SUPERUSER } from '../../src/database/embedded/template.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server for each worker; each test takes a schema of its own. */
    serverUrls: readonly string[];
  }
}

const CONNECTIONS = 200;

/** One PostgreSQL for each worker, so that files that run at the same time do not see each other. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers: EmbeddedServer[] = [];
  // The first may have to make the template.
  for (let worker = 0; worker < project.config.maxWorkers; worker += 1)
    servers.push(await startEmbedded({ connections: CONNECTIONS }));
  project.provide('serverUrls', servers.map(urlOf));
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
}

function urlOf({ target }: EmbeddedServer): string {
  if (target.kind !== 'socket') throw new Error('the tests expect a socket');
  const directory = target.path.replace(/\/[^/]+$/, '');
  return `postgres://${SUPERUSER}@localhost/${DATABASE}?host=${directory}`;
}
