import pg from 'pg';
import postgres from 'postgres';

/** Two products, for cases that are raced freely. */
export const SHOP = {
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 1), (2, 1)',
  open: ({ url }: { readonly url: string }) => postgres(url),
  close: (sql: postgres.Sql) => sql.end(),
};

/** The same with a pool of pg. */
export const POOL_SHOP = {
  ...SHOP,
  open: ({ url }: { readonly url: string }) => new pg.Pool({ connectionString: url }),
  close: (pool: pg.Pool) => pool.end(),
};

/** A transaction in which a statement fails, perhaps. The server answers COMMIT with ROLLBACK if it does. */
export const committing = (sql: string) => async (pool: pg.Pool) => {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('select stock from product');
  await client.query(sql).catch(() => undefined);
  await client.query('commit');
  client.release();
  return 'done';
};
