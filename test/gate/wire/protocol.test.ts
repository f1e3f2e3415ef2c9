import pg from 'pg';
import { describe, expect, test } from 'vitest';

import type { DatabaseAddress } from '../../../src/authoring/case.js';
import { COUNTER } from './support/counter.js';
import { expectCounts, explored } from './support/explore.js';
import { openGate, type Work } from './support/gate.js';
import { lockingOrders } from './support/orders.js';

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

describe('notifications', () => {
  test('are handed to the worker that waits for them, after the answer to their sender', async () => {
    const { run } = await openGate(2);
    const waits: Work = (url) =>
      withClient(url, async (client) => {
        const notified = new Promise((resolve) => client.once('notification', resolve));
        await client.query('listen changed');
        await notified;
        const { rows } = await client.query(READ);
        return rows;
      });
    const notifies = sends(add(1), 'notify changed', 'select 1 from counter');
    for (let round = 0; round < 5; round += 1) {
      const { events, results } = await run('ABBAB', waits, notifies);
      expect(results[0]).toEqual([{ value: round + 1 }]);
      expect(events).toEqual([
        'A: listen changed',
        '  A LISTEN',
        '  A quiet',
        `B: ${add(1)}`,
        '  B UPDATE',
        'B: notify changed',
        '  B NOTIFY',
        `A: ${READ}`,
        '  A SELECT',
        'B: select 1 from counter',
        '  B SELECT',
      ]);
    }
  });

  test('come before an answer that is still held', async () => {
    const { times: _two, ...base } = COUNTER;
    expect(
      await expectCounts(
        {
          ...base,
          workers: {
            /** Reads again when it was notified. */
            ann: ({ url }: DatabaseAddress) =>
              withClient(url, async (client) => {
                let isNotified = false;
                client.once('notification', () => {
                  isNotified = true;
                });
                await client.query('listen changed');
                const first = await client.query(READ);
                const second = isNotified ? await client.query(READ) : { rows: [] };
                return [first.rows, second.rows];
              }),
            ben: ({ url }: DatabaseAddress) =>
              withClient(url, async (client) => {
                await client.query(add(1));
                await client.query('notify changed');
              }),
          },
        },
        // It reads again when the notification comes behind LISTEN and before the first read: the update may come before
        // LISTEN or after it. No serial order has two reads.
        { orders: 6, broken: 2 },
      ),
    ).toHaveProperty('verdict', 'broken');
  });
});

describe('notices', () => {
  test('reach the client, and warnings are reported', async () => {
    const { run } = await openGate(1);
    const notices: string[] = [];
    const warned: Work = (url) =>
      withClient(url, async (client) => {
        client.on('notice', ({ message }) => void notices.push(String(message)));
        await client.query(`do $$ begin raise notice 'by the way'; end $$`);
        await client.query('commit');
      });
    const { warnings } = await run('AA', warned);
    expect(notices).toEqual(['by the way', 'there is no transaction in progress']);
    expect(warnings).toEqual(['there is no transaction in progress']);
  });
});

describe('time limits of the application run on', () => {
  test('in a statement that waits for a lock', async () => {
    const { run } = await openGate(2);
    const locks: Work = (url) =>
      withClient(url, async (client) => {
        await client.query('begin');
        await client.query(add(1));
        await client.query(READ);
        await failed;
        await client.query('commit');
      });
    let fail: () => void = () => undefined;
    const failed = new Promise<void>((resolve) => {
      fail = resolve;
    });
    const limited: Work = async (url) => {
      try {
        await withClient({ connectionString: url, lock_timeout: 40 }, (client) =>
          client.query(add(1)),
        );
      } finally {
        fail();
      }
    };
    const { results, events } = await run('AABAA', locks, limited);
    expect(results[1]).toMatchObject({ code: '55P03' });
    expect(events).toContain('  B 55P03');
  });

  test('in a statement that runs', async () => {
    const { run } = await openGate(1);
    const { results, events } = await run('AA', (url) =>
      withClient(url, async (client) => {
        await client.query('set statement_timeout = 20');
        await client.query(READ);
        await client.query('select pg_sleep(5) from counter');
      }),
    );
    expect(results[0]).toMatchObject({ code: '57014' });
    // SET is no step.
    expect(events[0]).toBe(`A: ${READ}`);
  });
});

describe('a transaction that has failed', () => {
  const careless: Work = (url) =>
    withClient(url, async (client) => {
      const codes: unknown[] = [];
      const note = (error: unknown) => void codes.push(Reflect.get(Object(error), 'code'));
      await client.query('begin');
      await client.query('insert into counter values (1, 1)').catch(note);
      await client.query(READ).catch(note);
      await client.query('commit');
      return codes;
    });

  test('refuses further statements, and its COMMIT is told to have been a ROLLBACK', async () => {
    const { run } = await openGate(1);
    const { results, rolledBackCommits, events } = await run('AAAA', careless);
    expect(results).toEqual([['23505', '25P02']]);
    expect(rolledBackCommits).toBe(1);
    expect(events.slice(-2)).toEqual(['A: commit', '  A ROLLBACK']);
  });

  test('is counted in an exploration', async () => {
    const result = await explored({
      ...COUNTER,
      worker: ({ url }: DatabaseAddress) => careless(url),
    });
    expect(result).toMatchObject({ failure: null, verdict: 'held', unsteady: 0 });
    // BEGIN, INSERT, SELECT, COMMIT: nothing waits.
    expect(result.remarks.join()).toContain('In 70 schedules the server answered a COMMIT');
  });
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

describe('a session that is ended during an exploration', () => {
  test('makes its worker fail, and the exploration goes on', async () => {
    const { times: _two, ...base } = COUNTER;
    const result = await explored({
      ...base,
      workers: {
        ann: ({ url }: DatabaseAddress) =>
          withClient({ connectionString: url, application_name: 'ann' }, async (client) => {
            await client.query(READ);
            await client.query(add(1));
          }),
        ben: ({ url }: DatabaseAddress) =>
          withClient(url, async (client) => {
            await client.query(
              `select pg_terminate_backend(pid, 5000) from pg_stat_activity
               where application_name = 'ann' and datname = current_database()`,
            );
          }),
      },
    });
    expect(result.failure).toBeNull();
    // Between the two statements of ann.
    expect(result).toMatchObject({ schedules: 3, broken: 1 });
    expect(Object.keys(result.causes)).toHaveLength(1);
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
