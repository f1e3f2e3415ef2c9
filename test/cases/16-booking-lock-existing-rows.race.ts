// A proposed fix for double booking: lock the bookings that overlap, then insert. Where none exists yet, nothing is locked.
// after calcom/cal.diy#28151
import { defineCase } from 'race-lab';
import { drizzle } from 'drizzle-orm/node-postgres';
import { and, eq, gt, lt } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import pg from 'pg';

const booking = pgTable('booking', {
  code: text().primaryKey(),
  host: integer().notNull(),
  starts: integer().notNull(),
  ends: integer().notNull(),
});
const open = (url: string) => drizzle(new pg.Pool({ connectionString: url }));

const book = (db: ReturnType<typeof open>, code: string, starts: number, ends: number) =>
  db.transaction(async (tx) => {
    const taken = await tx
      .select({ code: booking.code })
      .from(booking)
      .where(and(eq(booking.host, 1), lt(booking.starts, ends), gt(booking.ends, starts)))
      .for('update');
    if (taken.length) throw new Error('slot taken');
    await tx.insert(booking).values({ code, host: 1, starts, ends });
    return { booked: code };
  });

export default defineCase({
  name: 'booking-lock-existing-rows',
  schema: `create table booking (code text primary key, host int not null, starts int not null, ends int not null)`,
  start: `insert into booking values ('b0', 1, 8, 9)`,
  open: async ({ url }) => open(url),
  close: (db) => db.$client.end(),
  workers: {
    nora: (db) => book(db, 'b1', 10, 12),
    paul: (db) => book(db, 'b2', 11, 13),
  },
  invariants: {
    'bookings of a host do not overlap':
      'select a.code from booking a join booking b on a.host = b.host and a.code < b.code and a.starts < b.ends and b.starts < a.ends',
  },
  refusals: ['slot taken'],
});
