/** postgres.js with more statements at once, and with protocols that other drivers show, too. */
import { describe, expect, test } from 'vitest';

import {
  BOTH_ROWS,
  COUNTER,
  READ_THEN_WRITE,
  TWO_ROWS,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { freeOrders, lockingOrders, poolOrders, readsAfterwards } from '../support/orders.js';
import {
  BOTH,
  incrementBoth,
  pooled,
  SELECT,
  type Sql,
  UPDATE,
  valueIn,
  write,
} from '../support/postgres-js.js';

const readThenWrite = async (sql: Sql) => write(sql, (await valueIn(sql)) + 1);

describe('several statements at once', () => {
  test('are steps on a pool', async () => {
    const result = await expectCounts(
      { ...TWO_ROWS, ...pooled(), worker: incrementBoth },
      BOTH_ROWS,
    );
    expect(statementsBy('A', result)).toEqual(BOTH);
  });

  test('are steps in a transaction', async () => {
    const result = await expectCounts(
      { ...TWO_ROWS, ...pooled(), worker: (sql) => sql.begin(incrementBoth) },
      // BEGIN, two reads, two writes that lock, COMMIT. It holds when B's reads come after A's COMMIT.
      { orders: lockingOrders(6, 4), broken: lockingOrders(6, 4) - readsAfterwards(6, 2) },
    );
    expect(statementsBy('A', result)).toEqual(['begin', ...BOTH, 'commit']);
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
});

describe('max: 1', () => {
  test('shows a race', async () => {
    await expectCounts(
      { ...COUNTER, ...pooled({ max: 1 }), worker: readThenWrite },
      { orders: poolOrders(2, 2, 1).length, broken: 2 },
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
      { orders: poolOrders(2, 4, 1).length, broken: 6 },
    );
  });

  test('holds with a transaction that has the connection to itself', async () => {
    await expectCounts(
      { ...COUNTER, ...pooled({ max: 1 }), worker: (sql) => sql.begin(readThenWrite) },
      // B starts behind A's start, or one, two, three or all four of its statements.
      { orders: 2 * 5, broken: 0 },
    );
  });
});

describe('begin', () => {
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
