import { EntitySchema, LockMode, MikroORM } from '@mikro-orm/postgresql';
import { expect, test } from 'vitest';

import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { lockingOrders, readsAfterwards } from '../support/orders.js';

interface Counter {
  id: number;
  value: number;
}

const counter = new EntitySchema<Counter>({
  name: 'Counter',
  tableName: 'counter',
  properties: { id: { type: 'number', primary: true }, value: { type: 'number' } },
});

const opened = {
  open: ({ url }: { readonly url: string }) =>
    MikroORM.init({
      clientUrl: url,
      entities: [counter],
      discovery: { warnWhenNoEntities: false },
    }),
  close: (orm: MikroORM) => orm.close(),
};

const SELECT = 'select "c0".* from "counter" as "c0" where "c0"."id" = 1 limit 1';
const UPDATE = 'update "counter" set "value" = 1 where "id" = 1';

test('breaks between a read and a flush, which has a transaction of its own', async () => {
  const result = await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: async (orm) => {
        const em = orm.em.fork();
        const row = await em.findOneOrFail(counter, 1);
        row.value += 1;
        await em.flush();
      },
    },
    // The read, BEGIN, the write that locks, COMMIT.
    { orders: lockingOrders(4, 3), broken: lockingOrders(4, 3) - readsAfterwards(4, 1) },
  );
  expect(statementsBy('A', result)).toEqual([SELECT, 'begin', UPDATE, 'commit']);
});

test('holds with one statement', async () => {
  await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: async (orm) =>
        void (await orm.em.fork().execute('update counter set value = value + 1')),
    },
    ONE_STATEMENT,
  );
});

test('breaks in a transaction', async () => {
  const result = await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: (orm) =>
        orm.em.fork().transactional(async (em) => {
          const row = await em.findOneOrFail(counter, 1);
          row.value += 1;
        }),
    },
    UNSAFE_TRANSACTION,
  );
  expect(statementsBy('B', result)).toEqual(['begin', SELECT, UPDATE, 'commit']);
});

test('holds with a lock', async () => {
  await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: (orm) =>
        orm.em.fork().transactional(async (em) => {
          const lockMode = LockMode.PESSIMISTIC_WRITE;
          const row = await em.findOneOrFail(counter, 1, { lockMode });
          row.value += 1;
        }),
    },
    LOCKED_TRANSACTION,
  );
});
