import { DataSource, EntitySchema, type EntityManager } from 'typeorm';

import type { Library } from './library.js';

interface Counter {
  readonly id: number;
  readonly value: number;
}

const counter = new EntitySchema<Counter>({
  name: 'counter',
  columns: { id: { type: Number, primary: true }, value: { type: Number } },
});

const SELECT =
  'SELECT "counter"."id" AS "counter_id", "counter"."value" AS "counter_value" FROM "counter" "counter" WHERE (("counter"."id" = $1)) LIMIT 1 [1]';
const UPDATE = 'UPDATE "counter" SET "value" = $1 WHERE "id" = $2 [1, 1]';

const write = async (manager: EntityManager, value: number) =>
  void (await manager.update(counter, { id: 1 }, { value }));

async function readThenWrite(manager: EntityManager): Promise<void> {
  const { value } = await manager.findOneByOrFail(counter, { id: 1 });
  await write(manager, value + 1);
}

export const library: Library<DataSource> = {
  open: ({ url }) => new DataSource({ type: 'postgres', url, entities: [counter] }).initialize(),
  close: (db) => db.destroy(),
  addOne: async (db) => void (await db.manager.increment(counter, { id: 1 }, 'value', 1)),
  readThenWrite: (db) => readThenWrite(db.manager),
  inTransaction: (db) => db.transaction(readThenWrite),
  locked: (db) =>
    db.transaction(async (manager) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const { value } = await manager.findOneOrFail(counter, { where: { id: 1 }, lock });
      await write(manager, value + 1);
    }),
  sent: ['START TRANSACTION', SELECT, UPDATE, 'COMMIT'],
};
