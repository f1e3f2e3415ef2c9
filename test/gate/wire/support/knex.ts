import knex, { type Knex } from 'knex';

import type { Library } from './library.js';

interface Counter {
  readonly id: number;
  readonly value: number;
}

export const SELECT = 'select "value" from "counter" where "id" = $1 limit $2 [1, 1]';
const UPDATE = 'update "counter" set "value" = $1 where "id" = $2 [1, 1]';

export const reading = (db: Knex) => db<Counter>('counter').where({ id: 1 }).first('value');

const write = async (db: Knex, value: number) =>
  void (await db<Counter>('counter').where({ id: 1 }).update({ value }));

async function readThenWrite(db: Knex): Promise<void> {
  const row = await reading(db);
  await write(db, (row?.value ?? Number.NaN) + 1);
}

export const library: Library<Knex> = {
  open: ({ url }) => knex({ client: 'pg', connection: url }),
  close: (db) => db.destroy(),
  addOne: async (db) => void (await db('counter').increment('value', 1)),
  readThenWrite,
  inTransaction: (db) => db.transaction(readThenWrite),
  locked: (db) =>
    db.transaction(async (tx) => {
      const row = await reading(tx).forUpdate();
      await write(tx, (row?.value ?? Number.NaN) + 1);
    }),
  sent: ['BEGIN;', SELECT, UPDATE, 'COMMIT;'],
};
