import pg from 'pg';
import { describe, expect, test } from 'vitest';

import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { lockingOrders, readsAfterwards } from '../support/orders.js';
import {
  type Client,
  incrementUnawaited,
  inTransaction,
  pooled,
  valueIn,
  withPooled,
  write,
} from '../support/pg.js';

describe('a COMMIT that nobody awaits', () => {
  const clientForEach = {
    workers: {
      ann: (clients: Clients) => incrementUnawaited(clients.ann, ''),
      ben: (clients: Clients) => incrementUnawaited(clients.ben, ''),
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

  test('is a step after the worker has ended', async () => {
    const result = await expectCounts({ ...base, ...clientForEach }, UNSAFE_TRANSACTION);
    expect(statementsBy('A', result).at(-1)).toBe('commit');
  });

  test('holds with a lock', async () => {
    const workers = {
      ann: (clients: Clients) => incrementUnawaited(clients.ann, ' for update'),
      ben: (clients: Clients) => incrementUnawaited(clients.ben, ' for update'),
    };
    await expectCounts({ ...base, ...clientForEach, workers }, LOCKED_TRANSACTION);
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
