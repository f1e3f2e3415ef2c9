import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';

import type { DatabaseAddress } from '../../../src/authoring/case.js';
import { COUNTER } from './support/counter.js';
import { expectCounts, explored } from './support/explore.js';
import { closeGates, openGate, type Work } from './support/gate.js';

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
    const { times: _two, ...base } = COUNTER;
    const result = await explored({
      ...base,
      workers: {
        ann: ({ url }: DatabaseAddress) => careless(url),
        ben: ({ url }: DatabaseAddress) => withClient(url, (client) => client.query(add(1))),
      },
    });
    expect(result).toMatchObject({ failure: null, verdict: 'held', unsteady: 0 });
    // Before BEGIN, INSERT, SELECT or COMMIT, or after them: nothing waits.
    expect(result.remarks.join()).toContain('In 5 schedules the server answered a COMMIT');
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
    // Ann's start opens her session: ben may end it before her first statement in two orders, and in three between the
    // two.
    expect(result).toMatchObject({ schedules: 10, broken: 2 + 3 });
    expect(Object.keys(result.causes)).toHaveLength(1);
  });
});
