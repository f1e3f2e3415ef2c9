import { EntitySchema, LockMode, MikroORM } from '@mikro-orm/postgresql';

import type { Library } from './library.js';
import { lockingOrders, readsAfterwards } from './orders.js';

interface Counter {
  id: number;
  value: number;
}

const counter = new EntitySchema<Counter>({
  name: 'Counter',
  tableName: 'counter',
  properties: { id: { type: 'number', primary: true }, value: { type: 'number' } },
});

const SELECT = 'select "c0".* from "counter" as "c0" where "c0"."id" = 1 limit 1';
const UPDATE = 'update "counter" set "value" = 1 where "id" = 1';

export const library: Library<MikroORM> = {
  open: ({ url }) =>
    MikroORM.init({
      clientUrl: url,
      entities: [counter],
      discovery: { warnWhenNoEntities: false },
    }),
  close: (orm) => orm.close(),
  addOne: async (orm) => void (await orm.em.fork().execute('update counter set value = value + 1')),
  readThenWrite: async (orm) => {
    const em = orm.em.fork();
    const row = await em.findOneOrFail(counter, 1);
    row.value += 1;
    await em.flush();
  },
  inTransaction: (orm) =>
    orm.em.fork().transactional(async (em) => {
      const row = await em.findOneOrFail(counter, 1);
      row.value += 1;
    }),
  locked: (orm) =>
    orm.em.fork().transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const row = await em.findOneOrFail(counter, 1, { lockMode });
      row.value += 1;
    }),
  sent: ['BEGIN;', SELECT, UPDATE, 'COMMIT;'],
  alone: {
    // The flush has a transaction of its own: the read, BEGIN, the write that locks, COMMIT.
    sent: [SELECT, 'BEGIN;', UPDATE, 'COMMIT;'],
    counts: {
      orders: lockingOrders(4, 3),
      broken: lockingOrders(4, 3) - readsAfterwards(4, 1),
    },
  },
};
