import { CaseServer } from '../../build/database/case-server.js';
import { Snapshot } from '../../build/database/snapshot/snapshot.js';
import { spread } from '../statistics.js';

const SIZES = [
  { tables: 1, rows: 10 },
  { tables: 20, rows: 10 },
  { tables: 100, rows: 10 },
  { tables: 20, rows: 100 },
];
const TIMES = 100;
/** Not counted: the statements are prepared, and the files of the tables are made. */
const WARM_UPS = 20;

/** How long the rows of a lane take to be read, and to be put back. */
export async function resets() {
  const server = await CaseServer.open({ url: null });
  try {
    const results = [];
    for (const size of SIZES) results.push({ ...size, ...(await resetOf(server, size)) });
    return results;
  } finally {
    await server.close();
  }
}

async function resetOf(server, { tables, rows }) {
  const database = await server.createDatabase(null);
  const session = await server.openSession(database);
  const names = Array.from({ length: tables }, (_, index) => `public.t${index}`);
  const statements = names.map(
    (name) =>
      `create table ${name} (id int primary key, n int not null, note text); insert into ${name} select i, 0, 'row ' || i from generate_series(1, ${rows}) i`,
  );
  await session.script(statements.join('; '));
  await Snapshot.take(session);
  await server.closeSession(session);
  const [own, writer] = [await server.openSession(database), await server.openSession(database)];
  const snapshot = await Snapshot.open(own);
  const change = (changed) =>
    writer.script(changed.map((name) => `update ${name} set n = n + 1 where id = 1`).join('; '));
  const read = await timed(change, [], () => snapshot.read());
  const restored = async () => {
    await snapshot.read();
    await snapshot.restore();
  };
  const one = await timed(change, names.slice(0, 1), restored);
  const all = await timed(change, names, restored);
  await server.closeSession(own);
  await server.closeSession(writer);
  await server.dropDatabase(database);
  return { read, one, all };
}

async function timed(change, names, work) {
  const times = [];
  for (let time = 0; time < TIMES + WARM_UPS; time += 1) {
    if (names.length > 0) await change(names);
    const began = performance.now();
    await work();
    if (time >= WARM_UPS) times.push(performance.now() - began);
  }
  return spread(times);
}
