// A transfer subtracts first, looks at the balance the update returned and rolls back when it is below zero. The thread argues whether two at once can overdraw.
// after prisma/orm#8580
import { defineCase } from 'race-lab';
import pg from 'pg';

async function transfer(db: pg.Client, from: string, to: string, amount: number) {
  await db.query('begin');
  try {
    const sender = await db.query(
      'update account set balance = balance - $1 where name = $2 returning balance',
      [amount, from],
    );
    if (sender.rows[0].balance < 0) throw new Error('not enough money');
    await db.query('update account set balance = balance + $1 where name = $2', [amount, to]);
    await db.query('commit');
    return { sent: amount };
  } catch (e) {
    await db.query('rollback');
    throw e;
  }
}

export default defineCase({
  name: 'transfer-decrement-then-check',
  schema: `create table account (name text primary key, balance int not null)`,
  start: `insert into account values ('alice', 100), ('bob', 100)`,
  open: async ({ url }) => {
    const app = { tab1: new pg.Client(url), tab2: new pg.Client(url) };
    await Promise.all([app.tab1.connect(), app.tab2.connect()]);
    return app;
  },
  close: async (app) => {
    await app.tab1.end();
    await app.tab2.end();
  },
  workers: {
    tab1: (app) => transfer(app.tab1, 'alice', 'bob', 100),
    tab2: (app) => transfer(app.tab2, 'alice', 'bob', 100),
  },
  invariants: {
    'no overdraft': 'select name from account where balance < 0',
    'no money made or lost': 'select sum(balance) from account having sum(balance) <> 200',
  },
  refusals: ['not enough money'],
});
