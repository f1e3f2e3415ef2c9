// The fix of 08: the insert itself decides who comes first; the loser sees no row inserted and refuses.
// after ExtendDB/extenddb#2
import { defineCase } from 'race-lab';
import pg from 'pg';

async function putIfAbsent(db: pg.Client, key: string, value: string) {
  await db.query('begin');
  const made = await db.query('insert into item values ($1, $2) on conflict (key) do nothing', [
    key,
    value,
  ]);
  if (!made.rowCount) {
    await db.query('select data from item where key = $1 for update', [key]);
    await db.query('rollback');
    throw new Error('condition failed');
  }
  await db.query('insert into change (key, data) values ($1, $2)', [key, value]);
  await db.query('commit');
  return { stored: value };
}

export default defineCase({
  name: 'put-if-absent-arbiter',
  schema: `create table item (key text primary key, data text not null);
    create table change (n int generated always as identity primary key, key text not null, data text not null)`,
  start: `insert into item values ('other', 'x')`,
  open: async ({ url }) => {
    const app = { red: new pg.Client(url), blue: new pg.Client(url) };
    await Promise.all([app.red.connect(), app.blue.connect()]);
    return app;
  },
  close: async (app) => {
    await app.red.end();
    await app.blue.end();
  },
  workers: {
    red: (app) => putIfAbsent(app.red, 'leader', 'red'),
    blue: (app) => putIfAbsent(app.blue, 'leader', 'blue'),
  },
  invariants: {
    'the last change is what is stored':
      'select key from item where exists (select from change c where c.key = item.key and c.data <> item.data)',
  },
  refusals: ['condition failed'],
});
