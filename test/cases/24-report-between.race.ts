// A report of the closed day is read while a receipt of that day is still being written: each transaction is REPEATABLE READ, the report shows a state no order has.
// after vuink.com, a copy of a post of 2024-01-10: why transaction order matters, even if you are only reading
import { defineCase } from 'race-lab';
import pg from 'pg';

const RR = 'begin isolation level repeatable read';
async function receipt(db: pg.Client, amount: number) {
  await db.query(RR);
  const {
    rows: [{ day }],
  } = await db.query('select day from today');
  await db.query('insert into receipt values ($1, $2)', [day, amount]);
  await db.query('commit');
  return { day };
}
async function closeDay(db: pg.Client) {
  await db.query('update today set day = day + 1');
}
async function report(db: pg.Client) {
  await db.query(RR);
  const {
    rows: [{ day }],
  } = await db.query('select day - 1 as day from today');
  const {
    rows: [{ total }],
  } = await db.query('select coalesce(sum(amount), 0)::int as total from receipt where day = $1', [
    day,
  ]);
  await db.query('commit');
  return { day, total };
}

export default defineCase({
  name: 'report-between',
  schema: `create table today (day int not null); create table receipt (day int not null, amount int not null)`,
  start: `insert into today values (5); insert into receipt values (4, 30)`,
  open: async ({ url }) => {
    const [till, boss, books] = [new pg.Client(url), new pg.Client(url), new pg.Client(url)];
    for (const c of [till, boss, books]) await c.connect();
    return { till, boss, books };
  },
  close: async (app) => {
    for (const c of Object.values(app)) await c.end();
  },
  workers: {
    till: (app) => receipt(app.till, 12),
    boss: (app) => closeDay(app.boss),
    books: (app) => report(app.books),
  },
});
