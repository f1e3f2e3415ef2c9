// Two requests change two different columns of one row; each reads the row, changes its column and saves all columns.
// after balderdashy/waterline-docs#80
import { defineCase } from 'race-lab';
import { drizzle } from 'drizzle-orm/node-postgres';
import { eq } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import pg from 'pg';

const person = pgTable('person', {
  id: integer().primaryKey(),
  email: text().notNull(),
  phone: text().notNull(),
});
const open = (url: string) => drizzle(new pg.Pool({ connectionString: url }));

async function change(db: ReturnType<typeof open>, patch: { email?: string; phone?: string }) {
  const [row] = await db.select().from(person).where(eq(person.id, 1));
  await db
    .update(person)
    .set({ ...row, ...patch })
    .where(eq(person.id, 1));
  return { changed: Object.keys(patch)[0] };
}

export default defineCase({
  name: 'save-whole-row',
  schema: `create table person (id int primary key, email text not null, phone text not null)`,
  start: `insert into person values (1, 'old@example.org', '100')`,
  open: async ({ url }) => open(url),
  close: (db) => db.$client.end(),
  workers: {
    web: (db) => change(db, { email: 'new@example.org' }),
    app: (db) => change(db, { phone: '200' }),
  },
});
