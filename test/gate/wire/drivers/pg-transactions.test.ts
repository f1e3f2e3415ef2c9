import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { ONE_STATEMENT, READ_THEN_WRITE } from '../support/counter.js';
import { expectCounts } from '../support/explore.js';
import { lockingOrders } from '../support/orders.js';
import { type Client, inTransaction, pooled, withPooled } from '../support/pg.js';

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
