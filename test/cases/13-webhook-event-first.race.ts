// The fix of 12: the event is written first, its key is unique, and only the delivery that inserted it adds the credits.
// after Ayushh-Sharmaa/NexaSphere#3848
import { defineCase } from 'race-lab';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

type DB = { event: { id: string }; customer: { id: number; credits: number } };

const deliver = (db: Kysely<DB>, id: string) =>
  db.transaction().execute(async (trx) => {
    const made = await trx
      .insertInto('event')
      .values({ id })
      .onConflict((c) => c.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return { handled: 'before' };
    await trx
      .updateTable('customer')
      .set({ credits: sql`credits + 10` })
      .where('id', '=', 1)
      .execute();
    return { handled: 'now' };
  });

export default defineCase({
  name: 'webhook-event-first',
  schema: `create table event (id text primary key); create table customer (id int primary key, credits int not null)`,
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
      'select id from customer where credits <> 10 * (select count(*) from event)',
  },
});
