import { type Dialect, Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from './counter.js';
import { expectCounts, statementsBy } from './explore.js';

interface Tables {
  readonly counter: { readonly id: number; readonly value: number };
}

type Db = Kysely<Tables>;

const SELECT = 'select "value" from "counter" where "id" = $1 [1]';
const UPDATE = 'update "counter" set "value" = $1 where "id" = $2 [1, 1]';

const reading = (db: Db) => db.selectFrom('counter').select('value').where('id', '=', 1);

const write = async (db: Db, value: number) =>
  void (await db.updateTable('counter').set({ value }).where('id', '=', 1).execute());

async function readThenWrite(db: Db): Promise<void> {
  const { value } = await reading(db).executeTakeFirstOrThrow();
  await write(db, value + 1);
}

/** The tests of Kysely on one driver. */
export function testKysely(driver: string, dialect: (url: string) => Dialect): void {
  describe(`Kysely with ${driver}`, () => {
    const opened = {
      open: ({ url }: { readonly url: string }) => new Kysely<Tables>({ dialect: dialect(url) }),
      close: (db: Db) => db.destroy(),
    };

    test('breaks between a read and a write', async () => {
      const result = await expectCounts(
        { ...COUNTER, ...opened, worker: readThenWrite },
        READ_THEN_WRITE,
      );
      expect(statementsBy('A', result)).toEqual([SELECT, UPDATE]);
    });

    test('holds with one statement', async () => {
      await expectCounts(
        {
          ...COUNTER,
          ...opened,
          worker: async (db) => void (await sql`update counter set value = value + 1`.execute(db)),
        },
        ONE_STATEMENT,
      );
    });

    test('breaks in a transaction', async () => {
      const result = await expectCounts(
        { ...COUNTER, ...opened, worker: (db) => db.transaction().execute(readThenWrite) },
        UNSAFE_TRANSACTION,
      );
      expect(statementsBy('B', result)).toEqual(['begin', SELECT, UPDATE, 'commit']);
    });

    test('holds with a lock', async () => {
      await expectCounts(
        {
          ...COUNTER,
          ...opened,
          worker: (db) =>
            db.transaction().execute(async (tx) => {
              const { value } = await reading(tx).forUpdate().executeTakeFirstOrThrow();
              await write(tx, value + 1);
            }),
        },
        LOCKED_TRANSACTION,
      );
    });
  });
}
