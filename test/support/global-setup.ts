import type { TestProject } from 'vitest/node';

import { startEmbedded, type EmbeddedServer } from '../../src/database/embedded/server.js';
import { DATABASE, SUPERUSER } from '../../src/database/embedded/template.js';
import { Session } from '../../src/database/session.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** One server for each worker. Each test uses a schema of its own. */
    serverUrls: readonly string[];
  }
}

const CONNECTIONS = 200;

/** Starts one PostgreSQL for each worker, so that concurrent test files do not affect each other. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers: EmbeddedServer[] = [];
  // The first start may have to create the template.
  for (let worker = 0; worker < project.config.maxWorkers; worker += 1)
    servers.push(await startEmbedded({ connections: CONNECTIONS }));
  await Promise.all(servers.map(addTemplate));
  project.provide('serverUrls', servers.map(urlOf));
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
}

/** Every other server has this database, from which databases are created; an embedded one lacks it. */
async function addTemplate({ target }: EmbeddedServer): Promise<void> {
  const session = await Session.open(target, null);
  await session.script(`create database template1 template ${DATABASE} is_template true`);
  await session.close();
}

function urlOf({ target }: EmbeddedServer): string {
  if (target.kind !== 'socket') throw new Error('the tests expect a socket');
  const directory = target.path.replace(/\/[^/]+$/, '');
  return `postgres://${SUPERUSER}@localhost/${DATABASE}?host=${directory}`;
}
