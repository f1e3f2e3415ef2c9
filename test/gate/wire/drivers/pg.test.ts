import pg from 'pg';
import { describe, expect, test } from 'vitest';

import type { DatabaseAddress } from '../../../../src/authoring/case.js';
import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy, statementsOf, witnessOf } from '../support/explore.js';

interface Counter {
  readonly value: number;
}

type Client = Pick<pg.ClientBase, 'query'>;

async function valueIn(db: Client, suffix = ''): Promise<number> {
  const sql = `select value from counter where id = $1${suffix}`;
  const { rows } = await db.query<Counter>(sql, [1]);
  return rows[0]?.value ?? Number.NaN;
}

const write = (db: Client, value: number) =>
  db.query('update counter set value = $1 where id = $2', [value, 1]);

async function readThenWrite(db: Client): Promise<void> {
  await write(db, (await valueIn(db)) + 1);
}

const addOne = async (db: Client) =>
  void (await db.query('update counter set value = value + 1 where id = $1', [1]));

async function inTransaction(db: Client, work: () => Promise<void>): Promise<void> {
  await db.query('begin');
  try {
    await work();
    await db.query('commit');
  } catch (error) {
    await db.query('rollback');
    throw error;
  }
}

const increment = (db: Client, suffix = '') =>
  inTransaction(db, async () => void (await write(db, (await valueIn(db, suffix)) + 1)));

const SELECT = 'select value from counter where id = $1';
const UPDATE = 'update counter set value = $1 where id = $2';

async function withClient(
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

const pooled = (options: pg.PoolConfig = {}) => ({
  open: ({ url }: { readonly url: string }) => new pg.Pool({ connectionString: url, ...options }),
  close: (pool: pg.Pool) => pool.end(),
});

async function withPooled(
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

describe('a client for each worker, opened and closed in every schedule', () => {
  test('breaks between a read and a write', async () => {
    const result = await expectCounts(
      { ...COUNTER, worker: (address: DatabaseAddress) => withClient(address, readThenWrite) },
      READ_THEN_WRITE,
    );
    expect(witnessOf(result)).toBe('ABBA');
    expect(statementsOf(result)).toEqual([
      `A: ${SELECT} [1]`,
      `B: ${SELECT} [1]`,
      `B: ${UPDATE} [1, 1]`,
      `A: ${UPDATE} [1, 1]`,
    ]);
  });

  test('holds with one statement', async () => {
    await expectCounts(
      { ...COUNTER, worker: (address: DatabaseAddress) => withClient(address, addOne) },
      ONE_STATEMENT,
    );
  });
});

describe('a pool', () => {
  test('breaks between a read and a write', async () => {
    const result = await expectCounts(
      { ...COUNTER, ...pooled(), worker: readThenWrite },
      READ_THEN_WRITE,
    );
    expect(statementsBy('A', result)).toEqual([`${SELECT} [1]`, `${UPDATE} [1, 1]`]);
  });

  test('breaks in a transaction', async () => {
    const result = await expectCounts(
      { ...COUNTER, ...pooled(), worker: (pool) => withPooled(pool, (db) => increment(db)) },
      UNSAFE_TRANSACTION,
    );
    expect(statementsBy('B', result)).toEqual([
      'begin',
      `${SELECT} [1]`,
      `${UPDATE} [1, 1]`,
      'commit',
    ]);
  });

  test('holds with a lock', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: (pool) => withPooled(pool, (db) => increment(db, ' for update')),
      },
      LOCKED_TRANSACTION,
    );
  });

  test('holds with one statement', async () => {
    await expectCounts({ ...COUNTER, ...pooled(), worker: addOne }, ONE_STATEMENT);
  });
});
