// A payment webhook is delivered twice at once: both look for the event, find none, note it and add the credits.
// after stellarBank/StellarBank#39
import { defineCase } from 'race-lab';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

type DB = { event: { id: string }; customer: { id: number; credits: number } };

const deliver = (db: Kysely<DB>, id: string) =>
  db.transaction().execute(async (trx) => {
    const seen = await trx.selectFrom('event').select('id').where('id', '=', id).executeTakeFirst();
    if (seen) return { handled: 'before' };
    await trx.insertInto('event').values({ id }).execute();
    await trx
      .updateTable('customer')
      .set({ credits: sql`credits + 10` })
      .where('id', '=', 1)
      .execute();
    return { handled: 'now' };
  });

export default defineCase({
  name: 'webhook-check-then-credit',
  schema: `create table event (id text not null); create table customer (id int primary key, credits int not null)`,
  start: `insert into customer values (1, 0)`,
  open: async ({ url }) =>
    new Kysely<DB>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }),
    }),
  close: (db) => db.destroy(),
  workers: {
    first: (db) => deliver(db, 'evt_1'),
    again: (db) => deliver(db, 'evt_1'),
  },
  invariants: {
    'ten credits for a payment':
      'select id from customer where credits <> 10 * (select count(distinct id) from event)',
  },
});
