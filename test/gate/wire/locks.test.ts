import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';

import { COUNTER } from './support/counter.js';
import { expectCounts } from './support/explore.js';
import { closeGates, openGate, type Work } from './support/gate.js';
import { lockingOrders } from './support/orders.js';

afterEach(closeGates);

const READ = 'select value from counter where id = 1';
const add = (value: number) => `update counter set value = value + ${value}`;

async function withClient<T>(
  config: string | pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A worker that sends statements, one after another. */
const sends =
  (...statements: readonly string[]): Work =>
  (url) =>
    withClient(url, async (client) => {
      for (const statement of statements) await client.query(statement);
    });

describe('what workers leave open', () => {
  test('a transaction is rolled back when another worker waits for it', async () => {
    const { run, session } = await openGate(2);
    const kept: pg.Client[] = [];
    const leaves: Work = async (url) => {
      const client = new pg.Client(url);
      kept.push(client.on('error', () => undefined));
      await client.connect();
      await client.query('begin');
      await client.query(add(10));
    };
    const { leftOpen, results } = await run('AAB', leaves, sends(add(1)));
    expect(leftOpen).toEqual(['A transaction']);
    expect(results[1]).toBeUndefined();
    expect(await session.query(READ)).toEqual([{ value: 1 }]);
    for (const client of kept) await client.end();
  });

  test('an advisory lock is released when another worker waits for it', async () => {
    const { run } = await openGate(2);
    const kept: pg.Client[] = [];
    const leaves: Work = async (url) => {
      const client = new pg.Client(url);
      kept.push(client.on('error', () => undefined));
      await client.connect();
      await client.query('select pg_advisory_lock(1)');
    };
    const { leftOpen, events } = await run(
      'ABB',
      leaves,
      sends('select pg_advisory_lock(1)', READ),
    );
    expect(leftOpen).toEqual(['A advisory lock']);
    expect(events).toContain('  B waits');
    for (const client of kept) await client.end();
  });

  test('nothing is left by one that ends its connection', async () => {
    const { run } = await openGate(2);
    const { leftOpen } = await run('AAB', sends('begin', add(10)), sends(add(1)));
    expect(leftOpen).toEqual([]);
  });
});

describe('a deadlock', () => {
  test('has the same victim every time', async () => {
    const { times: _two, ...base } = COUNTER;
    const both = (first: number, second: number) => (pool: pg.Pool) =>
      withPooled(pool, async (client) => {
        await client.query('begin');
        for (const id of [first, second]) {
          await client.query('update counter set value = value + 1 where id = $1', [id]);
        }
        await client.query('commit');
      });
    const crossing = {
      ...base,
      start: 'insert into counter values (1, 0), (2, 0)',
      retried: '40P01',
      open: ({ url }: { readonly url: string }) => new pg.Pool({ connectionString: url }),
      close: (pool: pg.Pool) => pool.end(),
    };
    expect(
      await expectCounts(
        { ...crossing, workers: { ann: both(1, 2), ben: both(2, 1) } },
        { orders: crossedOrders(), broken: 0 },
      ),
    ).toHaveProperty('verdict', 'held');
    expect(
      await expectCounts(
        { ...crossing, workers: { ann: both(1, 2), ben: both(1, 2) } },
        { orders: lockingOrders(4, 2), broken: 0 },
      ),
    ).toHaveProperty('verdict', 'held');
  });
});

/**
 * BEGIN, two updates, COMMIT, of two workers that update two rows in opposite orders.
 *
 * When A's second update comes before B's first one, then B's first one waits until A's COMMIT: it is released behind
 * A's second update or behind A's COMMIT, and B's BEGIN has 4 or 5 places up to there. 9, and as many with B first.
 *
 * Else both have their first row, which takes BEGIN, update, BEGIN, update in 6 orders. The second update of either
 * waits, that of the other is the victim, whose ROLLBACK and the COMMIT of the one that waited have any order.
 */
function crossedOrders(): number {
  return 2 * (4 + 5) + 6 * 2 * 2;
}

async function withPooled(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
