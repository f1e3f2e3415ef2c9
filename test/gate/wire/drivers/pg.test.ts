import pg from 'pg';
import Cursor from 'pg-cursor';
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
import {
  freeOrders,
  lockingOrders,
  losesUpdate,
  poolOrders,
  readsAfterwards,
} from '../support/orders.js';

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

describe('a pool with fewer connections than workers', () => {
  test('hides a race when it has only one', async () => {
    await expectCounts(
      { ...COUNTER, ...pooled({ max: 1 }), worker: readThenWrite },
      { orders: poolOrders(2, 2, 1).length, broken: 0 },
    );
  });

  test('hands its connection to the worker that waits, statement by statement', async () => {
    const result = await expectCounts(
      {
        ...COUNTER,
        ...pooled({ max: 1 }),
        worker: async (pool) => {
          await readThenWrite(pool);
          await readThenWrite(pool);
        },
      },
      // It breaks when B starts behind the first or the second statement of A: then one reads, and the other has the
      // connection before it writes. Behind the third, A has written twice before B reads.
      { orders: poolOrders(2, 4, 1).length, broken: 4 },
    );
    expect(statementsBy('B', result)).toHaveLength(witnessOf(result).replaceAll('A', '').length);
  });

  test('lets two of three workers race', async () => {
    const orders = poolOrders(3, 2, 2);
    const broken = orders.filter((order) => losesUpdate(order)).length;
    const result = await expectCounts(
      { ...COUNTER, ...pooled({ max: 2 }), times: 3, worker: readThenWrite },
      { orders: orders.length, broken },
    );
    expect(statementsOf(result).filter((text) => text.includes(UPDATE))).toHaveLength(3);
  });

  test('holds with a transaction that has the only connection to itself', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled({ max: 1 }),
        worker: (pool) => withPooled(pool, (db) => increment(db)),
      },
      // B starts behind one, two, three or all four statements of A.
      { orders: 2 * 4, broken: 0 },
    );
  });
});

describe('prepared statements', () => {
  const named = (db: Client, name: string, text: string, values: readonly number[]) =>
    db.query<Counter>({ name, text, values: [...values] });

  test('are known by their names later', async () => {
    const result = await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: async (pool) => {
          const { rows } = await named(pool, 'read', SELECT, [1]);
          await named(pool, 'write', UPDATE, [(rows[0]?.value ?? 0) + 1, 1]);
        },
      },
      READ_THEN_WRITE,
    );
    expect(statementsBy('A', result)).toEqual([`${SELECT} [1]`, `${UPDATE} [1, 1]`]);
  });

  test('hold with one statement', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: async (pool) => {
          await named(pool, 'add', 'update counter set value = value + $1 where id = 1', [1]);
        },
      },
      ONE_STATEMENT,
    );
  });
});

describe('a cursor', () => {
  const twoRows = { ...COUNTER, start: 'insert into counter values (1, 0), (2, 0)' };

  const withCursor = (suffix: string) => (pool: pg.Pool) =>
    withPooled(pool, async (db) => {
      const sql = `select value from counter where id <= $1 order by id${suffix}`;
      const cursor = db.query(new Cursor<Counter>(sql, [2]));
      const [first] = await cursor.read(1);
      const [second] = await cursor.read(1);
      await cursor.close();
      await write(db, (first?.value ?? 0) + (second?.value ?? 0) + 1);
    });

  test('is read in steps', async () => {
    const result = await expectCounts(
      { ...twoRows, ...pooled(), worker: withCursor('') },
      // Its snapshot is that of the first read.
      { orders: freeOrders(3), broken: freeOrders(3) - 2 },
    );
    const read = 'select value from counter where id <= $1 order by id [2]';
    expect(statementsBy('A', result)).toEqual([read, read, `${UPDATE} [1, 1]`]);
  });

  test('holds as a part of a transaction that locks', async () => {
    await expectCounts(
      {
        ...twoRows,
        ...pooled(),
        worker: (pool) =>
          withPooled(pool, (db) =>
            inTransaction(db, async () => {
              await db.query('lock table counter');
              const cursor = db.query(new Cursor<Counter>('select value from counter', []));
              const [first] = await cursor.read(1);
              await cursor.close();
              await write(db, (first?.value ?? 0) + 1);
            }),
          ),
      },
      // BEGIN, LOCK, a read, a write, COMMIT.
      { orders: lockingOrders(5, 2), broken: 0 },
    );
  });
});

describe('a COMMIT that nobody awaits', () => {
  const clientForEach = {
    workers: {
      ann: (clients: Clients) => withoutAwait(clients.ann, ''),
      ben: (clients: Clients) => withoutAwait(clients.ben, ''),
    },
    open: async ({ url }: { readonly url: string }): Promise<Clients> => {
      const ann = new pg.Client({ connectionString: url });
      const ben = new pg.Client({ connectionString: url });
      await Promise.all([ann.connect(), ben.connect()]);
      return { ann, ben };
    },
    close: async ({ ann, ben }: Clients) => void (await Promise.all([ann.end(), ben.end()])),
  };
  interface Clients {
    readonly ann: pg.Client;
    readonly ben: pg.Client;
  }
  const { times: _two, ...base } = COUNTER;

  async function withoutAwait(db: pg.Client, suffix: string): Promise<void> {
    await db.query('begin');
    await write(db, (await valueIn(db, suffix)) + 1);
    db.query('commit').catch(() => undefined);
  }

  test('is a step after the worker has ended', async () => {
    const result = await expectCounts({ ...base, ...clientForEach }, UNSAFE_TRANSACTION);
    expect(statementsBy('A', result).at(-1)).toBe('commit');
  });

  test('holds with a lock', async () => {
    const workers = {
      ann: (clients: Clients) => withoutAwait(clients.ann, ' for update'),
      ben: (clients: Clients) => withoutAwait(clients.ben, ' for update'),
    };
    await expectCounts({ ...base, ...clientForEach, workers }, LOCKED_TRANSACTION);
  });

  test('is carried out although the client ends the connection', async () => {
    const result = await expectCounts(
      {
        ...COUNTER,
        worker: async ({ url }: DatabaseAddress) => {
          const client = new pg.Client({ connectionString: url });
          await client.connect();
          await withoutAwait(client, '');
          await client.end();
        },
      },
      UNSAFE_TRANSACTION,
    );
    expect(statementsBy('B', result).at(-1)).toBe('commit');
  });
});

describe('a query that fails', () => {
  const slots = {
    name: 'slots',
    schema: 'create table slot (id integer primary key, owner text not null)',
    start: `insert into slot values (7, 'nobody')`,
    times: 2,
    ...pooled(),
    ignore: 'slot.owner',
  } as const;

  const insert = (db: Client, id: number, owner: string) =>
    db.query('insert into slot values ($1, $2)', [id, owner]);

  const isTaken = (error: unknown) => error instanceof pg.DatabaseError && error.code === '23505';

  test('outside a transaction is an answer like any other', async () => {
    await expectCounts(
      {
        ...slots,
        worker: async (pool, { worker }) => {
          try {
            await insert(pool, 1, worker);
            return 'yes';
          } catch (error) {
            if (isTaken(error)) return 'taken';
            throw error;
          }
        },
      },
      ONE_STATEMENT,
    );
  });

  test('breaks what was looked up before', async () => {
    const result = await expectCounts(
      {
        ...slots,
        refusals: 'full',
        worker: async (pool, { worker }) => {
          const { rows } = await pool.query('select id from slot where id = $1', [1]);
          if (rows.length > 0) throw new Error('full');
          await insert(pool, 1, worker);
        },
      },
      // Each looks before the other has inserted, so one fails: ABAB, ABBA, and the same with B first.
      READ_THEN_WRITE,
    );
    expect(result.anomalies.failure).toBe(4);
    expect(result.causes).toEqual({ '23505': 4 });
  });

  test('in a transaction leads to a ROLLBACK', async () => {
    await expectCounts(
      {
        ...slots,
        refusals: '23505',
        worker: (pool, { worker }) =>
          withPooled(pool, (db) =>
            inTransaction(db, async () => void (await insert(db, 1, worker))),
          ),
      },
      // BEGIN, INSERT, COMMIT or ROLLBACK. The second INSERT waits for the first.
      { orders: lockingOrders(3, 2), broken: 0 },
    );
  });

  test('behind a savepoint leaves the transaction in order', async () => {
    await expectCounts(
      {
        ...slots,
        worker: (pool, { worker }) =>
          withPooled(pool, (db) =>
            inTransaction(db, async () => {
              await db.query('savepoint attempt');
              try {
                await insert(db, 1, worker);
              } catch (error) {
                if (!isTaken(error)) throw error;
                await db.query('rollback to savepoint attempt');
              }
            }),
          ),
      },
      // BEGIN, SAVEPOINT, INSERT, COMMIT; the second one has a ROLLBACK TO, after the first one's COMMIT.
      { orders: lockingOrders(4, 3), broken: 0 },
    );
  });
});

test('a savepoint between a read and a write', async () => {
  const result = await expectCounts(
    {
      ...COUNTER,
      ...pooled(),
      worker: (pool) =>
        withPooled(pool, (db) =>
          inTransaction(db, async () => {
            const value = await valueIn(db);
            await db.query('savepoint before');
            await write(db, value + 1);
          }),
        ),
    },
    { orders: lockingOrders(5, 4), broken: lockingOrders(5, 4) - readsAfterwards(5, 2) },
  );
  expect(statementsBy('A', result)).toContain('savepoint before');
});

describe('a pool that is ended during a schedule', () => {
  const ending = (work: (db: Client) => Promise<void>) => async (address: DatabaseAddress) => {
    const pool = new pg.Pool({ connectionString: address.url });
    await work(pool);
    // Nobody awaits it, and a promise that fails would be found.
    void pool.end();
  };

  test('breaks between a read and a write', async () => {
    await expectCounts({ ...COUNTER, worker: ending(readThenWrite) }, READ_THEN_WRITE);
  });

  test('holds with one statement', async () => {
    await expectCounts({ ...COUNTER, worker: ending(addOne) }, ONE_STATEMENT);
  });
});

describe('Promise.all', () => {
  const twoRows = { ...COUNTER, start: 'insert into counter values (1, 0), (2, 0)' };

  /** Reads two rows at once, and then writes both at once. */
  async function both(db: Client): Promise<void> {
    const read = async (id: number) => {
      const { rows } = await db.query<Counter>(SELECT, [id]);
      return rows[0]?.value ?? Number.NaN;
    };
    const values = await Promise.all([read(1), read(2)]);
    await Promise.all(values.map((value, index) => db.query(UPDATE, [value + 1, index + 1])));
  }

  /**
   * It holds when one reads each row after the other has written it. B's read of row 1 may come before A's write of
   * row 2, or after it; all else is one after another. And the same with B first.
   */
  const counts = { orders: freeOrders(4), broken: freeOrders(4) - 2 * 2 };

  const inOrder = [`${SELECT} [1]`, `${SELECT} [2]`, `${UPDATE} [1, 1]`, `${UPDATE} [1, 2]`];

  test('on a pool sends each statement on a connection of its own', async () => {
    const result = await expectCounts({ ...twoRows, ...pooled(), worker: both }, counts);
    expect(statementsBy('A', result)).toEqual(inOrder);
    expect(statementsBy('B', result).slice(0, 2)).toEqual(inOrder.slice(0, 2));
  });

  test('on one client sends one statement after another', async () => {
    const result = await expectCounts(
      { ...twoRows, ...pooled(), worker: (pool) => withPooled(pool, both) },
      counts,
    );
    expect(statementsBy('A', result)).toEqual(inOrder);
  });

  test('holds when each statement is enough by itself', async () => {
    const add = 'update counter set value = value + 1 where id = $1';
    await expectCounts(
      {
        ...twoRows,
        ...pooled(),
        worker: async (pool) => void (await Promise.all([1, 2].map((id) => pool.query(add, [id])))),
      },
      { orders: freeOrders(2), broken: 0 },
    );
  });
});
