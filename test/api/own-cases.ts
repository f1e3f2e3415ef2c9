import pg from 'pg';
import postgres from 'postgres';

import { defineCase } from '../../src/index.js';

/** Two customers buy the last copy. */
const shop = {
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 1)',
  refusals: 'sold out',
};

/** Checks, then decrements: both customers can buy the last copy. */
export const lastCopy = defineCase({
  ...shop,
  name: 'last-copy',
  open: ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  worker: async (pool) => {
    const { rows } = await pool.query<{ stock: number }>('select stock from product');
    if ((rows[0]?.stock ?? 0) < 1) throw new Error('sold out');
    await pool.query('update product set stock = stock - 1');
    return 'bought';
  },
});

/** Lets the UPDATE decide: one customer is refused. */
export const guardedCopy = defineCase({
  ...shop,
  name: 'guarded-copy',
  open: ({ url }) => postgres(url),
  close: (sql) => sql.end(),
  workers: { anna: (sql) => buy(sql), ben: (sql) => buy(sql) },
  invariants: { 'stock is never below zero': 'select id from product where stock < 0' },
});

async function buy(sql: postgres.Sql): Promise<string> {
  const { count } = await sql`update product set stock = stock - 1 where stock > 0`;
  if (count === 0) throw new Error('sold out');
  return 'bought';
}
