import pg from 'pg';

/** The case over a pool of pg. */
export const WITH_PG = {
  name: 'pg-pool',
  open: ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  read: async (pool) => (await pool.query('select n from counter where id = $1', [1])).rows[0].n,
  write: (pool, n) => pool.query('update counter set n = $1 where id = $2', [n, 1]),
};
