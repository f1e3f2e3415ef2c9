/**
 * A process that runs both workers of the case, at once and not in any order, as often as its argument says: on two
 * databases, as race-lab does, over pools of pg that are connected to the server itself. Between two runs the rows are
 * read and put back. Prints how long it took, in milliseconds.
 */
import { dirname } from 'node:path';

import pg from 'pg';

import { CaseServer } from '../../build/database/case-server.js';
import { Snapshot } from '../../build/database/snapshot/snapshot.js';
import { caseOn } from './six-steps.js';
import { WITH_PG } from './with-pg.js';

const LANES = 2;
const { schema, start, worker } = caseOn(WITH_PG);

const server = await CaseServer.open({ url: null });
try {
  const template = await server.createDatabase(null);
  const session = await server.openUsersSession(template);
  await session.script(`${schema}; ${start}`);
  await server.closeSession(session);
  const lanes = [];
  while (lanes.length < LANES) lanes.push(await laneOf(template));
  let left = Number(process.argv[2]);
  const began = performance.now();
  await Promise.all(
    lanes.map(async ({ pool, snapshot }) => {
      while (left > 0) {
        left -= 1;
        await Promise.all([worker(pool), worker(pool)]);
        await snapshot.read();
        await snapshot.restore();
      }
    }),
  );
  process.stdout.write(String(performance.now() - began));
  for (const { pool, own } of lanes) {
    await pool.end();
    await server.closeSession(own);
  }
} finally {
  await server.close();
}

async function laneOf(template) {
  const database = await server.createDatabase(template);
  const own = await server.openSession(database);
  await Snapshot.take(own);
  const { path, user } = server.addressOf(database);
  const pool = new pg.Pool({ host: dirname(path), user, database });
  return { own, pool, snapshot: await Snapshot.open(own) };
}
