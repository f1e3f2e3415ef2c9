import { dirname } from 'node:path';

import { startEmbedded } from '../build/database/embedded/server.js';
import { DATABASE, SUPERUSER } from '../build/database/embedded/template.js';

/** Starts an embedded server for some work, and stops it afterwards. */
export async function withServer(work) {
  const server = await startEmbedded({ connections: 200 });
  try {
    const directory = dirname(server.target.path);
    return await work({
      target: server.target,
      address: { host: directory, user: SUPERUSER, database: DATABASE },
      url: `postgres://${SUPERUSER}@localhost/${DATABASE}?host=${directory}`,
      conninfo: `host=${directory} user=${SUPERUSER} dbname=${DATABASE}`,
    });
  } finally {
    await server.stop();
  }
}
