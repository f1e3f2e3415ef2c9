import postgres from 'postgres';
import { describe, expect, test } from 'vitest';

import {
  BOTH_ROWS,
  COUNTER,
  LOCKED_TRANSACTION,
  ONE_STATEMENT,
  READ_THEN_WRITE,
  TWO_ROWS,
  UNSAFE_TRANSACTION,
} from '../support/counter.js';
import { expectCounts, statementsBy, statementsOf } from '../support/explore.js';
import { lockingOrders } from '../support/orders.js';
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

async function lockedValueIn(sql: Sql): Promise<number> {
  const [row] = await sql<{ value: number }[]>`select value from counter for update`;
  return row?.value ?? Number.NaN;
}

const readThenWrite = async (sql: Sql) => write(sql, (await valueIn(sql)) + 1);

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
});

describe('several statements at once', () => {
  test('are steps on one connection, which are sent without waiting', async () => {
    const { times: _two, ...base } = TWO_ROWS;
    const result = await expectCounts(
      {
        ...base,
        open: ({ url }) => ({ ann: postgres(url, { max: 1 }), ben: postgres(url, { max: 1 }) }),
        close: async ({ ann, ben }) => void (await Promise.all([ann.end(), ben.end()])),
        workers: { ann: ({ ann }) => incrementBoth(ann), ben: ({ ben }) => incrementBoth(ben) },
      },
      BOTH_ROWS,
    );
    expect(statementsBy('A', result)).toEqual(BOTH);
  });
});

describe('other protocols', () => {
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
