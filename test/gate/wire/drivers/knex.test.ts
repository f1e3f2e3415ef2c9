import knex, { type Knex } from 'knex';
import { expect, test } from 'vitest';

import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';

interface Counter {
  readonly id: number;
  readonly value: number;
}

const opened = {
  open: ({ url }: { readonly url: string }) => knex({ client: 'pg', connection: url }),
  close: (db: Knex) => db.destroy(),
};

const SELECT = 'select "value" from "counter" where "id" = $1 limit $2 [1, 1]';
const UPDATE = 'update "counter" set "value" = $1 where "id" = $2 [1, 1]';

const reading = (db: Knex) => db<Counter>('counter').where({ id: 1 }).first('value');

const write = async (db: Knex, value: number) =>
  void (await db<Counter>('counter').where({ id: 1 }).update({ value }));

async function readThenWrite(db: Knex): Promise<void> {
  const row = await reading(db);
  await write(db, (row?.value ?? Number.NaN) + 1);
}

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
      worker: async (db) => void (await db('counter').increment('value', 1)),
    },
    ONE_STATEMENT,
  );
});

test('breaks in a transaction', async () => {
  const result = await expectCounts(
    { ...COUNTER, ...opened, worker: (db) => db.transaction(readThenWrite) },
    UNSAFE_TRANSACTION,
  );
  expect(statementsBy('B', result)).toEqual(['BEGIN;', SELECT, UPDATE, 'COMMIT;']);
});

test('holds with a lock', async () => {
  await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: (db) =>
        db.transaction(async (tx) => {
          const row = await reading(tx).forUpdate();
          await write(tx, (row?.value ?? Number.NaN) + 1);
        }),
    },
    LOCKED_TRANSACTION,
  );
});

test('sends several statements as one step', async () => {
  const result = await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: async (db) => {
        const row = await reading(db);
        await db.raw(`update counter set value = ${(row?.value ?? 0) + 1}; select 1`);
      },
    },
    READ_THEN_WRITE,
  );
  expect(statementsBy('A', result)).toEqual([SELECT, 'update counter set value = 1; select 1']);
});
