import { type Dialect, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

import type { Library } from './library.js';

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

/** Kysely on a driver. */
export const kyselyOn = (dialect: (url: string) => Dialect): Library<Db> => ({
  open: ({ url }) => new Kysely<Tables>({ dialect: dialect(url) }),
  close: (db) => db.destroy(),
  addOne: async (db) => void (await sql`update counter set value = value + 1`.execute(db)),
  readThenWrite,
  inTransaction: (db) => db.transaction().execute(readThenWrite),
  locked: (db) =>
    db.transaction().execute(async (tx) => {
      const { value } = await reading(tx).forUpdate().executeTakeFirstOrThrow();
      await write(tx, value + 1);
    }),
  sent: ['begin', SELECT, UPDATE, 'commit'],
});

export const kyselyWithPg = kyselyOn(
  (url) => new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }),
);
