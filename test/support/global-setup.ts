import type { TestProject } from 'vitest/node';

import { startEmbedded } from '../../src/database/embedded/server.js';
import { DATABASE, SUPERUSER } from '../../src/database/embedded/template.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server for the whole test run; each test takes a schema of its own. */
    serverUrl: string;
  }
}

const CONNECTIONS = 200;

/** One PostgreSQL for all test files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startEmbedded({ connections: CONNECTIONS });
  if (server.target.kind !== 'socket') throw new Error('the tests expect a socket');
  const directory = server.target.path.replace(/\/[^/]+$/, '');
  project.provide('serverUrl', `postgres://${SUPERUSER}@localhost/${DATABASE}?host=${directory}`);
  return () => server.stop();
}
