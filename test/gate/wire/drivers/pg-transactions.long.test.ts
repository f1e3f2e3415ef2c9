/** A COMMIT that nobody awaits, and a savepoint. */
import pg from 'pg';
import { describe, expect, test } from 'vitest';

import type { DatabaseAddress } from '../../../../src/authoring/case.js';
import { COUNTER, LOCKED_TRANSACTION, UNSAFE_TRANSACTION } from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { lockingOrders, readsAfterwards } from '../support/orders.js';
import {
  incrementUnawaited,
  inTransaction,
  pooled,
  valueIn,
  withPooled,
  write,
} from '../support/pg.js';

test('a COMMIT that nobody awaits is carried out although the client ends the connection', async () => {
  const result = await expectCounts(
    {
      ...COUNTER,
      worker: async ({ url }: DatabaseAddress) => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await incrementUnawaited(client, '');
        await client.end();
      },
    },
    UNSAFE_TRANSACTION,
  );
  expect(statementsBy('B', result).at(-1)).toBe('commit');
});

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
