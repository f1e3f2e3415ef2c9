import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { CaseServer } from '../../build/database/case-server.js';

const execute = promisify(execFile);
const TIMES = 10;
const CLIENT = fileURLToPath(new URL('./connect.js', import.meta.url));

/**
 * What each order takes when it has a database and a process of its own: the database is made from a template
 * and dropped again, and the process connects and sends one statement.
 * @returns milliseconds, several times
 */
export async function orderAlone() {
  const server = await CaseServer.open({ url: null });
  try {
    const template = await server.createDatabase(null);
    const times = [];
    for (let time = 0; time < TIMES; time += 1) {
      const began = performance.now();
      const database = await server.createDatabase(template);
      const { path, user } = server.target;
      await execute(process.execPath, [CLIENT, dirname(path), user, database]);
      await server.dropDatabase(database);
      times.push(performance.now() - began);
    }
    return times;
  } finally {
    await server.close();
  }
}
