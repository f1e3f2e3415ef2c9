import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, type PgDatabase, type PgQueryResultHKT } from 'drizzle-orm/pg-core';
import pg from 'pg';

import type { Library } from './library.js';

const counter = pgTable('counter', {
  id: integer().primaryKey(),
  value: integer().notNull(),
});

type Db = PgDatabase<PgQueryResultHKT>;

interface Opened {
  readonly db: Db;
  readonly end: () => Promise<void>;
}

const SELECT = 'select "value" from "counter" where "counter"."id" = $1 [1]';
const UPDATE = 'update "counter" set "value" = $1 where "counter"."id" = $2 [1, 1]';

const reading = (db: Db) =>
  db.select({ value: counter.value }).from(counter).where(eq(counter.id, 1));

const write = async (db: Db, value: number) =>
  void (await db.update(counter).set({ value }).where(eq(counter.id, 1)));

async function readThenWrite(db: Db): Promise<void> {
  const [row] = await reading(db);
  await write(db, (row?.value ?? Number.NaN) + 1);
}

/** Drizzle on a driver. */
export const drizzleOn = (open: (url: string) => Opened): Library<Opened> => ({
  open: ({ url }) => open(url),
  close: ({ end }) => end(),
  addOne: async ({ db }) =>
    void (await db.update(counter).set({ value: sql`${counter.value} + 1` })),
  readThenWrite: ({ db }) => readThenWrite(db),
  inTransaction: ({ db }) => db.transaction(readThenWrite),
  locked: ({ db }) =>
    db.transaction(async (tx) => {
      const [row] = await reading(tx).for('update');
      await write(tx, (row?.value ?? Number.NaN) + 1);
    }),
  sent: ['begin', SELECT, UPDATE, 'commit'],
});

export const drizzleWithPg = drizzleOn((url) => {
  const pool = new pg.Pool({ connectionString: url });
  return { db: drizzle(pool), end: () => pool.end() };
});
