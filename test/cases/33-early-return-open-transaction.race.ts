// A function returns early inside its transaction and gives the client back to the pool; whoever gets that client next writes into the open transaction.
// after brianc/node-postgres#1340
import { defineCase } from 'race-lab';
import pg from 'pg';

async function archive(pool: pg.Pool) {
  const db = await pool.connect();
  try {
    await db.query('begin');
    const { rowCount } = await db.query('select 1 from mail where read');
    if (!rowCount) return { archived: 0 }; // the transaction stays open
    await db.query('delete from mail where read');
    await db.query('commit');
    return { archived: rowCount };
  } finally {
    db.release();
  }
}
async function receive(pool: pg.Pool, subject: string) {
  const { rows } = await pool.query('select 1 from mail where subject = $1', [subject]);
  if (!rows.length) await pool.query('insert into mail values ($1, false)', [subject]);
  return { received: subject };
}

export default defineCase({
  name: 'early-return-open-transaction',
  schema: `create table mail (subject text not null, read boolean not null)`,
  start: `insert into mail values ('hello', false)`,
  open: async ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  workers: {
    cleaner: (pool) => archive(pool),
    inbox: (pool) => receive(pool, 'news'),
  },
  invariants: {
    'mail that was received is there': `select 1 where not exists (select from mail where subject = 'news')`,
  },
});
