import postgres from 'postgres';
import { describe, expect, test } from 'vitest';

import {
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy, statementsOf } from '../support/explore.js';
import { freeOrders, lockingOrders, poolOrders, readsAfterwards } from '../support/orders.js';

type Sql = postgres.ISql;

const pooled = (options: postgres.Options<Record<string, never>> = {}) => ({
  open: ({ url }: { readonly url: string }) => postgres(url, options),
  close: (sql: postgres.Sql) => sql.end(),
});

async function valueIn(sql: Sql, id = 1): Promise<number> {
  const [row] = await sql<{ value: number }[]>`select value from counter where id = ${id}`;
  return row?.value ?? Number.NaN;
}

async function lockedValueIn(sql: Sql): Promise<number> {
  const [row] = await sql<{ value: number }[]>`select value from counter for update`;
  return row?.value ?? Number.NaN;
}

const write = async (sql: Sql, value: number, id = 1): Promise<void> => {
  await sql`update counter set value = ${value} where id = ${id}`;
};

const readThenWrite = async (sql: Sql) => write(sql, (await valueIn(sql)) + 1);

const SELECT = 'select value from counter where id = $1';
const UPDATE = 'update counter set value = $1 where id = $2';

describe('a pool', () => {
  test('breaks between a read and a write', async () => {
    const result = await expectCounts(
      { ...COUNTER, ...pooled(), worker: readThenWrite },
      READ_THEN_WRITE,
    );
    // The first use of a statement waits for its description before it binds; later uses do not.
    expect(statementsOf(result)).toEqual([
      `A: ${SELECT} [1]`,
      `B: ${SELECT} [1]`,
      `B: ${UPDATE} [1, 1]`,
      `A: ${UPDATE} [1, 1]`,
    ]);
  });

  test('holds with one statement', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: async (sql) => void (await sql`update counter set value = value + ${1}`),
      },
      ONE_STATEMENT,
    );
  });

  test('breaks without prepared statements', async () => {
    const result = await expectCounts(
      { ...COUNTER, ...pooled({ prepare: false, fetch_types: false }), worker: readThenWrite },
      READ_THEN_WRITE,
    );
    expect(statementsBy('A', result)).toEqual([`${SELECT} [1]`, `${UPDATE} [1, 1]`]);
  });
});

describe('begin', () => {
  test('breaks between a read and a write', async () => {
    const result = await expectCounts(
      { ...COUNTER, ...pooled(), worker: (sql) => sql.begin(readThenWrite) },
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
        worker: (sql) => sql.begin(async (tx) => write(tx, (await lockedValueIn(tx)) + 1)),
      },
      LOCKED_TRANSACTION,
    );
  });

  test('rolls back after an error', async () => {
    await expectCounts(
      {
        name: 'slots',
        schema: 'create table slot (id integer primary key)',
        times: 2,
        ...pooled(),
        refusals: '23505',
        worker: (sql) => sql.begin(async (tx) => void (await tx`insert into slot values (${1})`)),
      },
      // BEGIN, INSERT, COMMIT or ROLLBACK. The second INSERT waits for the first.
      { orders: lockingOrders(3, 2), broken: 0 },
    );
  });

  test('breaks when an error comes after a look', async () => {
    const result = await expectCounts(
      {
        name: 'slots',
        schema: 'create table slot (id integer primary key)',
        times: 2,
        ...pooled(),
        refusals: 'taken',
        worker: (sql) =>
          sql.begin(async (tx) => {
            const taken = await tx`select id from slot where id = ${1}`;
            if (taken.length > 0) throw new Error('taken');
            await tx`insert into slot values (${1})`;
          }),
      },
      UNSAFE_TRANSACTION,
    );
    expect(Object.keys(result.causes)).toEqual(['23505']);
  });
});

describe('max: 1', () => {
  test('hides a race', async () => {
    await expectCounts(
      { ...COUNTER, ...pooled({ max: 1 }), worker: readThenWrite },
      { orders: poolOrders(2, 2, 1).length, broken: 0 },
    );
  });

  test('takes turns, statement by statement', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled({ max: 1 }),
        worker: async (sql) => {
          await readThenWrite(sql);
          await readThenWrite(sql);
        },
      },
      // As with a pool of one: see pg.
      { orders: poolOrders(2, 4, 1).length, broken: 4 },
    );
  });

  test('holds with a transaction that has the connection to itself', async () => {
    await expectCounts(
      { ...COUNTER, ...pooled({ max: 1 }), worker: (sql) => sql.begin(readThenWrite) },
      // B starts behind one, two, three or all four statements of A.
      { orders: 2 * 4, broken: 0 },
    );
  });
});

describe('several statements at once', () => {
  const twoRows = { ...COUNTER, start: 'insert into counter values (1, 0), (2, 0)' };

  async function both(sql: Sql): Promise<void> {
    const [first, second] = await Promise.all([valueIn(sql, 1), valueIn(sql, 2)]);
    await Promise.all([write(sql, first + 1, 1), write(sql, second + 1, 2)]);
  }

  /** B's read of row 1 may come before A's write of row 2, or after it; and the same with B first. */
  const counts = { orders: freeOrders(4), broken: freeOrders(4) - 2 * 2 };
  const inOrder = [`${SELECT} [1]`, `${SELECT} [2]`, `${UPDATE} [1, 1]`, `${UPDATE} [1, 2]`];

  test('are steps on a pool', async () => {
    const result = await expectCounts({ ...twoRows, ...pooled(), worker: both }, counts);
    expect(statementsBy('A', result)).toEqual(inOrder);
  });

  test('are steps on one connection, which are sent without waiting', async () => {
    const { times: _two, ...base } = twoRows;
    const result = await expectCounts(
      {
        ...base,
        open: ({ url }) => ({ ann: postgres(url, { max: 1 }), ben: postgres(url, { max: 1 }) }),
        close: async ({ ann, ben }) => void (await Promise.all([ann.end(), ben.end()])),
        workers: { ann: ({ ann }) => both(ann), ben: ({ ben }) => both(ben) },
      },
      counts,
    );
    expect(statementsBy('A', result)).toEqual(inOrder);
  });

  test('are steps in a transaction', async () => {
    const result = await expectCounts(
      { ...twoRows, ...pooled(), worker: (sql) => sql.begin(both) },
      // BEGIN, two reads, two writes that lock, COMMIT. It holds when B's reads come after A's COMMIT.
      { orders: lockingOrders(6, 4), broken: lockingOrders(6, 4) - readsAfterwards(6, 2) },
    );
    expect(statementsBy('A', result)).toEqual(['begin', ...inOrder, 'commit']);
  });
});

describe('other protocols', () => {
  test('simple queries with several statements are one step', async () => {
    const result = await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: async (sql) => {
          const value = await valueIn(sql);
          await sql.unsafe(`update counter set value = ${value + 1}; select 1`).simple();
        },
      },
      READ_THEN_WRITE,
    );
    expect(statementsBy('B', result)[1]).toBe('update counter set value = 1; select 1');
  });

  test('a cursor is read in steps', async () => {
    const result = await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: async (sql) => {
          let sum = 0;
          const rows = sql<{ value: number }[]>`select value from counter where id = ${1}`;
          for await (const [row] of rows.cursor(1)) sum += row?.value ?? 0;
          await write(sql, sum + 1);
        },
      },
      // The row, the end, and the write. The snapshot is that of the first read.
      { orders: freeOrders(3), broken: freeOrders(3) - 2 },
    );
    expect(statementsBy('A', result)).toEqual([
      `${SELECT} [1]`,
      `${SELECT} [1]`,
      `${UPDATE} [1, 1]`,
    ]);
  });

  test('COPY FROM STDIN is one step', async () => {
    const result = await expectCounts(
      {
        name: 'numbers',
        schema: 'create table number (value integer not null)',
        times: 2,
        ...pooled(),
        worker: async (sql) => {
          const [row] = await sql<{ next: number }[]>`select count(*)::int as next from number`;
          const copy = await sql`copy number from stdin`.writable();
          await new Promise<void>((resolve, reject) => {
            copy.once('finish', resolve).once('error', reject);
            copy.write(`${row?.next ?? 0}\n`);
            copy.end();
          });
        },
      },
      READ_THEN_WRITE,
    );
    expect(statementsBy('A', result)[1]).toBe('copy number from stdin');
  });

  test('COPY TO STDOUT is one step', async () => {
    await expectCounts(
      {
        ...COUNTER,
        ...pooled(),
        worker: async (sql) => {
          const chunks: string[] = [];
          const copy = await sql`copy counter (value) to stdout`.readable();
          for await (const chunk of copy) chunks.push(String(chunk));
          await write(sql, Number(chunks.join('')) + 1);
        },
      },
      READ_THEN_WRITE,
    );
  });
});
