// As 18, with a plain begin: write skew at READ COMMITTED and REPEATABLE READ, which SERIALIZABLE refuses with 40001.
// after t7y.github.io/pg_isolation_levels/demos/03-write-skew
import { defineCase } from 'race-lab';
import pg from 'pg';

async function leave(db: pg.Client, name: string) {
  try {
    await db.query('begin');
    const {
      rows: [{ n }],
    } = await db.query('select count(*)::int as n from doctor where on_call');
    if (n < 2) throw new Error('nobody else on call');
    await db.query('update doctor set on_call = false where name = $1', [name]);
    await db.query('commit');
    return { left: name };
  } catch (e) {
    await db.query('rollback');
    throw e;
  }
}

export default defineCase({
  name: 'on-call-default-level',
  schema: `create table doctor (name text primary key, on_call boolean not null)`,
  start: `insert into doctor values ('adams', true), ('brown', true), ('clark', false)`,
  open: async ({ url }) => {
    const app = { adams: new pg.Client(url), brown: new pg.Client(url) };
    await Promise.all([app.adams.connect(), app.brown.connect()]);
    return app;
  },
  close: async (app) => {
    await app.adams.end();
    await app.brown.end();
  },
  workers: {
    adams: (app) => leave(app.adams, 'adams'),
    brown: (app) => leave(app.brown, 'brown'),
  },
  invariants: {
    'someone is on call': 'select 1 where not exists (select from doctor where on_call)',
  },
  refusals: ['nobody else on call'],
});
