// The fix of 18: the same two steps under SERIALIZABLE; one of the two fails with 40001.
// after t7y.github.io/pg_isolation_levels/demos/04-serializable
import { defineCase } from 'race-lab';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

type DB = { doctor: { name: string; on_call: boolean } };
const connect = (url: string) =>
  new Kysely<DB>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }),
  });

const leave = (db: Kysely<DB>, name: string) =>
  db
    .transaction()
    .setIsolationLevel('serializable')
    .execute(async (trx) => {
      const here = await trx
        .selectFrom('doctor')
        .select('name')
        .where('on_call', '=', true)
        .execute();
      if (here.length < 2) throw new Error('nobody else on call');
      await trx.updateTable('doctor').set({ on_call: false }).where('name', '=', name).execute();
      return { left: name };
    });

export default defineCase({
  name: 'on-call-serializable',
  schema: `create table doctor (name text primary key, on_call boolean not null)`,
  start: `insert into doctor values ('adams', true), ('brown', true), ('clark', false)`,
  open: async ({ url }) => ({ adams: connect(url), brown: connect(url) }),
  close: async (app) => {
    await app.adams.destroy();
    await app.brown.destroy();
  },
  workers: {
    adams: (app) => leave(app.adams, 'adams'),
    brown: (app) => leave(app.brown, 'brown'),
  },
  invariants: {
    'someone is on call': 'select 1 where not exists (select from doctor where on_call)',
  },
  refusals: ['nobody else on call'],
  retried: ['40001'], // whoever calls this tries again
});
