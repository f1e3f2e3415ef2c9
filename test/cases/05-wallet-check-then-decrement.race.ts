// An order reads the wallet's balance, then subtracts the price in SQL without looking at the balance again.
// after juice-shop/juice-shop#2997
import { defineCase } from 'race-lab';
import { DataTypes, Sequelize } from 'sequelize';

async function placeOrder(db: Sequelize, order: string, price: number) {
  const { Wallet, Order } = db.models;
  const wallet: any = await Wallet.findOne({ where: { owner: 'kim' } });
  if (wallet.balance < price) throw new Error('insufficient balance');
  await Wallet.decrement({ balance: price }, { where: { owner: 'kim' } });
  await Order.create({ code: order, price });
  return { placed: order };
}

export default defineCase({
  name: 'wallet-check-then-decrement',
  schema: `create table wallet (owner text primary key, balance int not null);
    create table orders (code text primary key, price int not null)`,
  start: `insert into wallet values ('kim', 100)`,
  open: async ({ url }) => {
    const db = new Sequelize(url, { logging: false });
    const options = { timestamps: false, freezeTableName: true };
    db.define(
      'Wallet',
      { owner: { type: DataTypes.TEXT, primaryKey: true }, balance: DataTypes.INTEGER },
      { ...options, tableName: 'wallet' },
    );
    db.define(
      'Order',
      { code: { type: DataTypes.TEXT, primaryKey: true }, price: DataTypes.INTEGER },
      { ...options, tableName: 'orders' },
    );
    return db;
  },
  close: (db) => db.close(),
  workers: {
    phone: (db) => placeOrder(db, 'o1', 70),
    laptop: (db) => placeOrder(db, 'o2', 60),
  },
  invariants: { 'balance never below zero': 'select owner from wallet where balance < 0' },
  refusals: ['insufficient balance'],
});
