import { DataSource, EntitySchema, type EntityManager } from 'typeorm';
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

const counter = new EntitySchema<Counter>({
  name: 'counter',
  columns: { id: { type: Number, primary: true }, value: { type: Number } },
});

const opened = {
  open: ({ url }: { readonly url: string }) =>
    new DataSource({ type: 'postgres', url, entities: [counter] }).initialize(),
  close: (db: DataSource) => db.destroy(),
};

const SELECT =
  'SELECT "counter"."id" AS "counter_id", "counter"."value" AS "counter_value" FROM "counter" "counter" WHERE (("counter"."id" = $1)) LIMIT 1 [1]';
const UPDATE = 'UPDATE "counter" SET "value" = $1 WHERE "id" = $2 [1, 1]';

const write = async (manager: EntityManager, value: number) =>
  void (await manager.update(counter, { id: 1 }, { value }));

async function readThenWrite(manager: EntityManager): Promise<void> {
  const { value } = await manager.findOneByOrFail(counter, { id: 1 });
  await write(manager, value + 1);
}

test('breaks between a read and a write', async () => {
  const result = await expectCounts(
    { ...COUNTER, ...opened, worker: (db) => readThenWrite(db.manager) },
    READ_THEN_WRITE,
  );
  expect(statementsBy('A', result)).toEqual([SELECT, UPDATE]);
});

test('holds with one statement', async () => {
  await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: async (db) => void (await db.manager.increment(counter, { id: 1 }, 'value', 1)),
    },
    ONE_STATEMENT,
  );
});

test('breaks in a transaction', async () => {
  const result = await expectCounts(
    { ...COUNTER, ...opened, worker: (db) => db.transaction(readThenWrite) },
    UNSAFE_TRANSACTION,
  );
  expect(statementsBy('B', result)).toEqual(['START TRANSACTION', SELECT, UPDATE, 'COMMIT']);
});

test('holds with a lock', async () => {
  await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: (db) =>
        db.transaction(async (manager) => {
          const lock = { mode: 'pessimistic_write' } as const;
          const { value } = await manager.findOneOrFail(counter, { where: { id: 1 }, lock });
          await write(manager, value + 1);
        }),
    },
    LOCKED_TRANSACTION,
  );
});
