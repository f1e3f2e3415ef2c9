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

import type { Library } from './library.js';

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

export const library: Library<Opened> = {
  open: ({ url }) => {
    const db = new Sequelize(url, { logging: false });
    const Counter = db.define<CounterRow>(
      'Counter',
      { id: { type: DataTypes.INTEGER, primaryKey: true }, value: DataTypes.INTEGER },
      { tableName: 'counter', timestamps: false },
    );
    return { db, Counter };
  },
  close: ({ db }) => db.close(),
  addOne: async ({ Counter }) => void (await Counter.increment({ value: 1 }, { where: { id: 1 } })),
  readThenWrite: (app) => readThenWrite(app),
  inTransaction: (app) => app.db.transaction((transaction) => readThenWrite(app, transaction)),
  locked: (app) => app.db.transaction((transaction) => readThenWrite(app, transaction, true)),
  sent: ['START TRANSACTION;', SELECT, UPDATE, 'COMMIT;'],
};
