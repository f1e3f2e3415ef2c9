/** A shop with one copy of each product. */
import Fastify from 'fastify';

import { pool } from './database.js';

/** Looks whether there is a copy, and then takes it. */
async function buy(product) {
  const { rows } = await pool.query('select stock from product where id = $1', [product]);
  if (rows[0].stock < 1) return false;
  await pool.query('update product set stock = stock - 1 where id = $1', [product]);
  return true;
}

/** The same as one statement: the row itself decides. */
async function buyAtOnce(product) {
  const { rowCount } = await pool.query(
    'update product set stock = stock - 1 where id = $1 and stock > 0',
    [product],
  );
  return rowCount === 1;
}

export function buildApp() {
  const app = Fastify();
  app.addHook('onClose', () => pool.end());
  app.get('/health', () => 'well');
  const sell = (work) => async (request, reply) => {
    const product = Number(request.params.product);
    if (await work(product)) return { bought: product };
    return reply.code(409).send({ error: 'sold out' });
  };
  app.post('/buy/:product', sell(buy));
  app.post('/buy-at-once/:product', sell(buyAtOnce));
  return app;
}
