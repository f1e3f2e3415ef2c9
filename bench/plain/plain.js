/**
 * A race as people usually write it: all workers at once on the driver's default pool, with the unchanged
 * Kysely dialect for it. Prints operations per second.
 *
 *   node plain.js <url> <driver> <strategy> <workers> <seconds>
 */
import { Kysely, PostgresDialect } from 'kysely';
import { PostgresJSDialect } from 'kysely-postgres-js';
import pg from 'pg';
import postgres from 'postgres';

const [url, driver, strategy, workers, seconds] = process.argv.slice(2);

const ACCOUNT = 1;
const AMOUNT = 10;
const SCHEMA = 'plain_side';

const address = new URL(url);
const host = address.searchParams.get('host');
const options = { user: address.username, database: address.pathname.slice(1) };

/** Both pools have ten connections by default. */
const DIALECTS = {
  pg: () => {
    const pool = new pg.Pool({ ...options, host, options: `-c search_path=${SCHEMA}` });
    return new PostgresDialect({ pool });
  },
  postgres: () => {
    const connection = { search_path: SCHEMA };
    const sql = postgres({ ...options, path: `${host}/.s.PGSQL.5432`, connection });
    return new PostgresJSDialect({ postgres: sql });
  },
};

const db = new Kysely({ dialect: DIALECTS[driver]() });

const STRATEGIES = {
  atomic: () =>
    db
      .updateTable('account')
      .set((row) => ({ balance: row('balance', '+', AMOUNT) }))
      .where('id', '=', ACCOUNT)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow(),
  naive: async () => {
    const { balance } = await read(db).executeTakeFirstOrThrow();
    await store(db, Number(balance) + AMOUNT);
  },
  'for-update': () =>
    db.transaction().execute(async (trx) => {
      const { balance } = await read(trx).forUpdate().executeTakeFirstOrThrow();
      await store(trx, Number(balance) + AMOUNT);
    }),
};

const read = (on) =>
  on.selectFrom('account').select(['id', 'balance', 'version']).where('id', 'in', [ACCOUNT]);

const store = (on, balance) =>
  on
    .updateTable('account')
    .set({ balance })
    .where('id', '=', ACCOUNT)
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow();

let done = 0;
const workUntil = async (end) => {
  while (performance.now() < end) {
    await STRATEGIES[strategy]();
    done += 1;
  }
};
const all = (end) => Promise.all(Array.from({ length: Number(workers) }, () => workUntil(end)));

// The first second, in which it connects and warms up, is not counted, as for race-lab.
await all(performance.now() + 1000);
done = 0;
const began = performance.now();
await all(began + Number(seconds) * 1000);
console.log(done / ((performance.now() - began) / 1000));
await db.destroy();
