import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { defineCase } from 'race-lab';

import { caseOn } from './six-steps.js';

const counter = pgTable('counter', { id: integer().primaryKey(), n: integer().notNull() });

export default defineCase(
  caseOn({
    name: 'drizzle',
    open: ({ url }) => drizzle(new pg.Pool({ connectionString: url })),
    close: (db) => db.$client.end(),
    read: async (db) => (await db.select().from(counter).where(eq(counter.id, 1)))[0].n,
    write: (db, n) => db.update(counter).set({ n }).where(eq(counter.id, 1)),
  }),
);
