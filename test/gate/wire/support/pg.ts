/** Work on the counter through pg. */
import pg from 'pg';

import type { DatabaseAddress } from '../../../../src/authoring/case.js';

export interface Counter {
  readonly value: number;
}

export type Client = Pick<pg.ClientBase, 'query'>;

export async function valueIn(db: Client, suffix = ''): Promise<number> {
  const sql = `select value from counter where id = $1${suffix}`;
  const { rows } = await db.query<Counter>(sql, [1]);
  return rows[0]?.value ?? Number.NaN;
}

export const write = (db: Client, value: number) =>
  db.query('update counter set value = $1 where id = $2', [value, 1]);

export async function readThenWrite(db: Client): Promise<void> {
  await write(db, (await valueIn(db)) + 1);
}

export const addOne = async (db: Client) =>
  void (await db.query('update counter set value = value + 1 where id = $1', [1]));

export async function inTransaction(db: Client, work: () => Promise<void>): Promise<void> {
  await db.query('begin');
  try {
    await work();
    await db.query('commit');
  } catch (error) {
    await db.query('rollback');
    throw error;
  }
}

export const increment = (db: Client, suffix = '') =>
  inTransaction(db, async () => void (await write(db, (await valueIn(db, suffix)) + 1)));

/** Does not await its COMMIT. */
export async function incrementUnawaited(db: Client, suffix: string): Promise<void> {
  await db.query('begin');
  await write(db, (await valueIn(db, suffix)) + 1);
  db.query('commit').catch(() => undefined);
}

export const SELECT = 'select value from counter where id = $1';
export const UPDATE = 'update counter set value = $1 where id = $2';

/** Reads two rows at once, and then writes both at once. */
export async function incrementBoth(db: Client): Promise<void> {
  const read = async (id: number) => {
    const { rows } = await db.query<Counter>(SELECT, [id]);
    return rows[0]?.value ?? Number.NaN;
  };
  const values = await Promise.all([read(1), read(2)]);
  await Promise.all(values.map((value, index) => db.query(UPDATE, [value + 1, index + 1])));
}

/** The statements of incrementBoth(). */
export const BOTH = [`${SELECT} [1]`, `${SELECT} [2]`, `${UPDATE} [1, 1]`, `${UPDATE} [1, 2]`];

export async function withClient(
  { url }: DatabaseAddress,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

export const pooled = (options: pg.PoolConfig = {}) => ({
  open: ({ url }: { readonly url: string }) => new pg.Pool({ connectionString: url, ...options }),
  close: (pool: pg.Pool) => pool.end(),
});

export async function withPooled(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
  } finally {
    client.release();
  }
}
