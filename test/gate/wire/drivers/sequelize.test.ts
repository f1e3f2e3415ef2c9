import {
  DataTypes,
  Sequelize,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type Transaction,
} from 'sequelize';
import { expect, test } from 'vitest';

import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';

interface CounterRow extends Model<
  InferAttributes<CounterRow>,
  InferCreationAttributes<CounterRow>
> {
  readonly id: CreationOptional<number>;
  readonly value: number;
}

interface Opened {
  readonly db: Sequelize;
  readonly Counter: ModelStatic<CounterRow>;
}

const opened = {
  open: ({ url }: { readonly url: string }): Opened => {
    const db = new Sequelize(url, { logging: false });
    const Counter = db.define<CounterRow>(
      'Counter',
      { id: { type: DataTypes.INTEGER, primaryKey: true }, value: DataTypes.INTEGER },
      { tableName: 'counter', timestamps: false },
    );
    return { db, Counter };
  },
  close: ({ db }: Opened) => db.close(),
};

const SELECT = 'SELECT "id", "value" FROM "counter" AS "Counter" WHERE "Counter"."id" = 1;';
const UPDATE = 'UPDATE "counter" SET "value"=$1 WHERE "id" = $2 [1, 1]';

async function readThenWrite(
  { Counter }: Opened,
  transaction: Transaction | null = null,
  lock = false,
): Promise<void> {
  const row = await Counter.findByPk(1, {
    transaction,
    ...(lock && transaction !== null ? { lock: transaction.LOCK.UPDATE } : {}),
    rejectOnEmpty: true,
  });
  await row.update({ value: row.value + 1 }, { transaction });
}

test('breaks between a read and a write', async () => {
  const result = await expectCounts(
    { ...COUNTER, ...opened, worker: (app) => readThenWrite(app) },
    READ_THEN_WRITE,
  );
  expect(statementsBy('A', result)).toEqual([SELECT, UPDATE]);
});

test('holds with one statement', async () => {
  await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: async ({ Counter }) =>
        void (await Counter.increment({ value: 1 }, { where: { id: 1 } })),
    },
    ONE_STATEMENT,
  );
});

test('breaks in a transaction', async () => {
  const result = await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: (app) => app.db.transaction((transaction) => readThenWrite(app, transaction)),
    },
    UNSAFE_TRANSACTION,
  );
  expect(statementsBy('B', result)).toEqual(['START TRANSACTION;', SELECT, UPDATE, 'COMMIT;']);
});

test('holds with a lock', async () => {
  await expectCounts(
    {
      ...COUNTER,
      ...opened,
      worker: (app) => app.db.transaction((transaction) => readThenWrite(app, transaction, true)),
    },
    LOCKED_TRANSACTION,
  );
});
