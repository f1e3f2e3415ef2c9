import { eq, sql } from 'drizzle-orm';
import { integer, pgTable, type PgDatabase, type PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { describe, expect, test } from 'vitest';

import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from './counter.js';
import { expectCounts, statementsBy } from './explore.js';

const counter = pgTable('counter', {
  id: integer().primaryKey(),
  value: integer().notNull(),
});

type Db = PgDatabase<PgQueryResultHKT>;

export interface Opened {
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

/** The tests of Drizzle on one driver. */
export function testDrizzle(
  driver: string,
  open: (given: { readonly url: string }) => Opened,
): void {
  describe(`Drizzle with ${driver}`, () => {
    const opened = { open, close: ({ end }: Opened) => end() };

    test('breaks between a read and a write', async () => {
      const result = await expectCounts(
        { ...COUNTER, ...opened, worker: ({ db }) => readThenWrite(db) },
        READ_THEN_WRITE,
      );
      expect(statementsBy('A', result)).toEqual([SELECT, UPDATE]);
    });

    test('holds with one statement', async () => {
      const add = { value: sql`${counter.value} + 1` };
      await expectCounts(
        {
          ...COUNTER,
          ...opened,
          worker: async ({ db }) => void (await db.update(counter).set(add)),
        },
        ONE_STATEMENT,
      );
    });

    test('breaks in a transaction', async () => {
      const result = await expectCounts(
        { ...COUNTER, ...opened, worker: ({ db }) => db.transaction(readThenWrite) },
        UNSAFE_TRANSACTION,
      );
      expect(statementsBy('B', result)).toEqual(['begin', SELECT, UPDATE, 'commit']);
    });

    test('holds with a lock', async () => {
      await expectCounts(
        {
          ...COUNTER,
          ...opened,
          worker: ({ db }) =>
            db.transaction(async (tx) => {
              const [row] = await reading(tx).for('update');
              await write(tx, (row?.value ?? Number.NaN) + 1);
            }),
        },
        LOCKED_TRANSACTION,
      );
    });
  });
}
