// The stock check and the allocation of an order run in different transactions; the allocation writes back a number it read.
// after vendurehq/vendure#1738
import { defineCase } from 'race-lab';
import { DataSource, EntitySchema } from 'typeorm';

type Level = { id: number; onHand: number; allocated: number };
const StockLevel = new EntitySchema<Level>({
  name: 'stock_level',
  columns: {
    id: { type: Number, primary: true },
    onHand: { type: Number, name: 'on_hand' },
    allocated: { type: Number },
  },
});

async function checkout(db: DataSource, quantity: number) {
  const level = await db.manager.findOneByOrFail(StockLevel, { id: 1 });
  if (level.onHand - level.allocated < quantity) throw new Error('not enough stock');
  return db.transaction(async (m) => {
    const now = await m.findOneByOrFail(StockLevel, { id: 1 });
    await m.update(StockLevel, { id: 1 }, { allocated: now.allocated + quantity });
    return { allocated: quantity };
  });
}

export default defineCase({
  name: 'stock-check-then-allocate',
  schema: `create table stock_level (id int primary key, on_hand int not null, allocated int not null)`,
  start: `insert into stock_level values (1, 3, 0)`,
  open: async ({ url }) =>
    new DataSource({ type: 'postgres', url, entities: [StockLevel] }).initialize(),
  close: (db) => db.destroy(),
  workers: {
    ines: (db) => checkout(db, 2),
    omar: (db) => checkout(db, 2),
  },
  invariants: {
    'never more allocated than on hand': 'select id from stock_level where allocated > on_hand',
  },
  refusals: ['not enough stock'],
});
