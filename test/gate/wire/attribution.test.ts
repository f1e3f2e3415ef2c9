import { Mutex } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { COUNTER, READ_THEN_WRITE } from './support/counter.js';
import {
  expectCounts,
  explored,
  isUncertain,
  statementsBy,
  statementsOf,
} from './support/explore.js';
import { poolOrders } from './support/orders.js';

type Client = Pick<pg.ClientBase, 'query'>;

async function readThenWrite(db: Client, between: () => unknown = () => undefined): Promise<void> {
  const sql = 'select value from counter where id = 1';
  const { rows } = await db.query<{ value: number }>(sql);
  await between();
  await db.query('update counter set value = $1', [(rows[0]?.value ?? Number.NaN) + 1]);
}

const pooled = (options: pg.PoolConfig = {}) => ({
  open: ({ url }: { readonly url: string }) => new pg.Pool({ connectionString: url, ...options }),
  close: (pool: pg.Pool) => pool.end(),
});

describe('a lock in the application', () => {
  const locked = {
    ...COUNTER,
    open: ({ url }: { readonly url: string }) => ({
      pool: new pg.Pool({ connectionString: url }),
      mutex: new Mutex(),
    }),
    close: ({ pool }: { readonly pool: pg.Pool }) => pool.end(),
    worker: ({ pool, mutex }: { readonly pool: pg.Pool; readonly mutex: Mutex }) =>
      mutex.runExclusive(() => readThenWrite(pool)),
  };

  test('holds in one application', async () => {
    // B starts before, between or behind A's two statements, and waits; and the same with B first.
    await expectCounts(locked, { orders: 2 * 3, broken: 0 });
  });

  test('breaks between two', async () => {
    await expectCounts({ ...locked, replicas: 'each' }, READ_THEN_WRITE);
  });

  test('is let go by a worker that goes on itself', async () => {
    const result = await expectCounts(
      {
        ...locked,
        worker: async ({ pool, mutex }) => {
          await mutex.runExclusive(() => readThenWrite(pool));
          await pool.query('select count(*) from counter');
        },
      },
      { orders: ordersOfLetGo(), broken: 0 },
    );
    expect(result.remarks).toEqual([expect.stringContaining('each start is a step of its own')]);
  });
});

/**
 * A: start, read, write, count. B starts before the read or the write and waits, and after the write its three steps and
 * A's count have any order: 4 each. Or B starts later: its start, its three steps and A's count have any order: 5. Twice,
 * because B may be the first.
 */
const ordersOfLetGo = () => 2 * (4 + 4 + 5);

describe('a queue in the application', () => {
  /** Each job begins in the asynchronous context of the one before. */
  class Queue {
    readonly #jobs: (() => Promise<void>)[] = [];
    #isBusy = false;

    run(work: () => Promise<void>): Promise<void> {
      return new Promise((resolve, reject) => {
        this.#jobs.push(() => work().then(resolve, reject));
        if (!this.#isBusy) void this.#next();
      });
    }

    async #next(): Promise<void> {
      const job = this.#jobs.shift();
      this.#isBusy = job !== undefined;
      if (job === undefined) return;
      await job();
      void this.#next();
    }
  }

  test('is uncertain, and its orders are right all the same', async () => {
    const definition = {
      ...COUNTER,
      open: ({ url }: { readonly url: string }) => ({
        pool: new pg.Pool({ connectionString: url }),
        queue: new Queue(),
      }),
      close: ({ pool }: { readonly pool: pg.Pool }) => pool.end(),
      worker: ({ pool, queue }: { readonly pool: pg.Pool; readonly queue: Queue }) =>
        queue.run(() => readThenWrite(pool)),
    };
    const result = await explored(definition);
    expect(result).toMatchObject({ schedules: 2 * 3, broken: 0, unsteady: 0 });
    expect(isUncertain(result)).toBe(true);
  });
});

describe('a pool of one', () => {
  test('is uncertain where the one that gives the connection back writes for the one that waits', async () => {
    const { times: _two, ...base } = COUNTER;
    const definition = {
      ...base,
      ...pooled({ max: 1 }),
      workers: {
        ann: async (pool: pg.Pool) => {
          const client = await pool.connect();
          await readThenWrite(client);
          client.release();
        },
        ben: (pool: pg.Pool) => readThenWrite(pool),
      },
    };
    const result = await explored(definition);
    const { schedules, broken, unsteady } = result;
    // The other starts before, between or behind the two statements of the first. When ann waits from the start, she has
    // the connection to herself between ben's statements.
    expect({ schedules, broken, unsteady }).toEqual({ schedules: 2 * 3, broken: 1, unsteady: 0 });
    expect(isUncertain(result)).toBe(true);
  });
});

describe('one client for all', () => {
  const { times: _two, ...base } = COUNTER;
  const shared = {
    ...base,
    open: async ({ url }: { readonly url: string }) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    },
    close: (client: pg.Client) => client.end(),
  };

  test('takes turns, statement by statement', async () => {
    await expectCounts(
      { ...shared, workers: { ann: readOnce, ben: readOnce } },
      // It breaks when the other starts before the first has read.
      { orders: poolOrders(2, 2, 1).length, broken: 2 },
    );
  });

  async function readOnce(client: pg.Client): Promise<void> {
    await readThenWrite(client);
  }

  test('lets a COMMIT end the transaction of another', async () => {
    const insert = (id: number, end: string) => async (client: pg.Client) => {
      await client.query('begin');
      await client.query('insert into counter values ($1, 1)', [id]);
      await client.query(end);
    };
    const definition = {
      ...shared,
      workers: { ann: insert(2, 'rollback'), ben: insert(3, 'commit') },
    };
    const result = await explored(definition);
    const { schedules, broken, unsteady } = result;
    // B starts behind A's start, or one, two or three of its statements, and the other way round. Their statements take
    // turns then. Where A starts before B's second statement, or B before A's first, the second BEGIN changes nothing,
    // and the first COMMIT or ROLLBACK ends the transaction of both.
    expect({ schedules, broken, unsteady }).toEqual({ schedules: 8, broken: 3, unsteady: 0 });
    expect(isUncertain(result)).toBe(true);
    expect(result.remarks.join()).toContain('there is already a transaction in progress');
    expect(statementsOf(result)).toEqual([
      'B: nothing',
      'B: begin',
      'A: nothing',
      'B: insert into counter values ($1, 1) [3]',
      'A: begin',
      'B: commit',
      'A: insert into counter values ($1, 1) [2]',
      'A: rollback',
    ]);
  });
});

describe('code that takes its time', () => {
  test.each([
    ['a timer', () => sleep(10)],
    [
      'many short timers',
      async () => {
        for (let times = 0; times < 4; times += 1) await sleep(1);
      },
    ],
    [
      'a computation',
      () => {
        const end = performance.now() + 15;
        while (performance.now() < end);
      },
    ],
  ])('%s', async (_name, between) => {
    const result = await expectCounts(
      { ...COUNTER, ...pooled(), worker: (pool) => readThenWrite(pool, between) },
      READ_THEN_WRITE,
    );
    expect(statementsBy('A', result)).toHaveLength(2);
  });
});
