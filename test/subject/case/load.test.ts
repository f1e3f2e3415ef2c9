/** Load on a case: many workers from one start, and the invariants at the end. */
import { expect, test } from 'vitest';
import pg from 'pg';
import postgres from 'postgres';

import { defineCase } from '../../../src/authoring/case.js';
import { loaded } from '../../support/cases.js';
import { committing, POOL_SHOP } from './free-shop.js';

const COUNTER = {
  schema: `create table counter (id int primary key, hits int not null);
    create table hit (id int generated always as identity primary key)`,
  start: 'insert into counter values (1, 0)',
  open: ({ url }: { readonly url: string }) => new pg.Pool({ connectionString: url, max: 8 }),
  close: (pool: pg.Pool) => pool.end(),
  invariants: {
    'every hit is counted': 'select hits from counter where hits <> (select count(*) from hit)',
  },
};

const counting = (name: string, count: (pool: pg.Pool) => Promise<unknown>) =>
  defineCase({
    ...COUNTER,
    name,
    worker: async (pool) => {
      await pool.query('insert into hit default values');
      await count(pool);
    },
  });

const SIZE = { workers: '8', operations: '10' };

test('a read before the write loses hits, which calls one after another do not', async () => {
  const naive = counting('naive', async (pool) => {
    const { rows } = await pool.query('select hits from counter');
    await pool.query('update counter set hits = $1', [rows[0].hits + 1]);
  });
  const result = await loaded(naive, SIZE);
  expect(result).toMatchObject({
    verdict: 'broken',
    operations: { attempted: 80, returned: 80, refused: 0, failed: 0 },
    violations: [{ invariant: 'every hit is counted', atStart: false }],
    control: { violated: [] },
    connections: 8,
  });
  const [violation] = result.violations;
  expect(violation?.rows).toEqual([{ hits: expect.any(Number) }]);
  expect(result.reason).toBe(
    `The invariant "every hit is counted" is violated after 80 operations. ${result.control?.operations} calls one after another do not violate it.`,
  );
  const { p50, p95, p99, max } = result.latencyMs;
  expect([p50, p95, p99, max].every((ms) => ms > 0)).toBe(true);
  expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].toSorted((a, b) => a - b));
  expect(result.throughput).toBeCloseTo(80_000 / result.durationMs, 5);
});

test('an UPDATE that counts by itself loses none', async () => {
  const atomic = counting('atomic', (pool) => pool.query('update counter set hits = hits + 1'));
  const result = await loaded(atomic, SIZE);
  expect(result).toMatchObject({ verdict: 'held', violations: [], control: null, leftOpen: [] });
  expect(result.reason).toBe('The invariant holds after 80 operations.');
});

test('what repeated calls break without a race is said', async () => {
  const wrong = counting('wrong', () => Promise.resolve());
  const { verdict, reason } = await loaded(wrong, { workers: '2', operations: '3' });
  expect(verdict).toBe('broken');
  expect(reason).toContain(
    'No race is needed: 6 calls one after another violate "every hit is counted", too.',
  );
});

test('what the rows of the start violate is said', async () => {
  const wrong = defineCase({
    ...COUNTER,
    name: 'wrong',
    start: 'insert into counter values (1, 5)',
    worker: (pool) => pool.query('select hits from counter').then(() => 'read'),
  });
  const { verdict, reason } = await loaded(wrong, { operations: '1', workers: '2' });
  expect(verdict).toBe('broken');
  expect(reason).toMatch(/The rows of start violate "every hit is counted" already\.$/);
});

test('the functions are dealt in turn, and failures are counted by their causes', async () => {
  const mixed = defineCase({
    ...COUNTER,
    name: 'mixed',
    workers: {
      reader: (pool) => pool.query('select hits from counter').then(() => 'read'),
      refused: async (pool) => {
        await pool.query('select hits from counter');
        throw new Error('no');
      },
      doubling: async (pool) => void (await pool.query('insert into counter values (1, 1)')),
      divider: async (pool) => void (await pool.query('select hits / 0 from counter')),
      mistaken: () => Promise.reject(new TypeError('x is undefined')),
    },
    refusals: ['no'],
    retried: ['22012'],
  });
  const result = await loaded(mixed, { workers: '7', operations: '4' });
  // Workers 6 and 7 begin again with the first two functions.
  expect(result).toMatchObject({
    verdict: 'held',
    operations: { attempted: 28, returned: 8, refused: 8, failed: 12 },
    failures: {
      '23505': { count: 4, message: expect.stringContaining('counter_pkey'), retried: false },
      '22012': { count: 4, message: 'division by zero', retried: true },
      TypeError: { count: 4, message: 'TypeError: x is undefined', retried: false },
    },
  });
});

test('a duration ends it', async () => {
  const atomic = counting('atomic', (pool) => pool.query('update counter set hits = hits + 1'));
  const result = await loaded(atomic, { workers: '4', duration: '300ms' });
  expect(result.verdict).toBe('held');
  expect(result.operations.attempted).toBeGreaterThan(4);
  expect(result.durationMs).toBeGreaterThanOrEqual(300);
});

test('without invariants there is nothing to judge by', async () => {
  const { invariants: _none, ...rest } = COUNTER;
  const plain = defineCase({
    ...rest,
    name: 'plain',
    worker: (pool) => pool.query('select hits from counter').then(() => 'read'),
  });
  const { verdict, reason } = await loaded(plain, { workers: '2' });
  expect(verdict).toBe('inconclusive');
  expect(reason).toContain('The case has no invariants');
});

test('a transaction that is left open is found', async () => {
  const leaving = counting('leaving', async (pool) => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query('select hits from counter');
    client.release();
  });
  const result = await loaded(leaving, { workers: '2', operations: '1' });
  expect(result.verdict).toBe('broken');
  expect(result.leftOpen).toHaveLength(2);
  expect(result.leftOpen).toContainEqual({ worker: 'worker 1', what: 'transaction' });
  expect(result.reason).toContain('A call of worker 1 left its transaction open.');
});

test('what the server says besides is reported', async () => {
  const failing = defineCase({ ...POOL_SHOP, name: 'failing', worker: committing('select 1 / 0') });
  const fine = defineCase({ ...POOL_SHOP, name: 'fine', worker: committing('select 1 / 1') });
  const size = { workers: '2', operations: '2' };
  const rolledBack = expect.stringMatching(
    /^Under load the server answered a COMMIT with ROLLBACK/,
  );
  expect((await loaded(failing, size)).remarks).toEqual([rolledBack]);
  expect((await loaded(fine, size)).remarks).toEqual([]);
});

const LATE = 'A statement was not answered when all workers had ended: "update counter';

test('what no worker awaits is waited for before the invariants are checked', async () => {
  const later = counting('later', async (pool) => {
    setTimeout(() => void pool.query('update counter set hits = hits + 1'), 20);
    return Promise.resolve();
  });
  const sent = counting('sent', async (pool) => {
    void pool.query('update counter set hits = hits + 1 from pg_sleep(0.02)');
    return Promise.resolve();
  });
  for (const the of [later, sent]) {
    const { verdict, violations, reason } = await loaded(the, { workers: '2', operations: '2' });
    expect({ verdict, violations }).toEqual({ verdict: 'inconclusive', violations: [] });
    expect(reason).toContain(LATE);
  }
});

test('rows that never become final are not judged', async () => {
  let job: NodeJS.Timeout | undefined;
  const restless = defineCase({
    ...COUNTER,
    name: 'restless',
    worker: async (pool) => {
      job ??= setInterval(() => void pool.query('update counter set hits = hits + 1'), 5);
      await pool.query('select hits from counter');
    },
    close: (pool) => {
      clearInterval(job);
      return pool.end();
    },
  });
  const { verdict, reason } = await loaded(restless, { workers: '1', operations: '1' }, 300);
  expect(verdict).toBe('inconclusive');
  expect(reason).toMatch(/^Statements still came when all workers had ended, so the rows/);
});

test('an error of the code ends a load, also after the calls one after another', async () => {
  const size = { workers: 2, operations: 2 };
  const callsAll = size.workers * (1 + size.operations) + size.workers * size.operations;
  let calls = 0;
  const refreshing = defineCase({
    ...COUNTER,
    schema: `${COUNTER.schema}; create materialized view hits as select hits from counter`,
    name: 'refreshing',
    worker: async (pool) => {
      await pool.query('insert into hit default values');
      calls += 1;
      if (calls === callsAll)
        setTimeout(() => void pool.query('refresh materialized view hits'), 10);
    },
  });
  await expect(loaded(refreshing, { workers: '2', operations: '2' })).rejects.toThrow(
    /: worker \d refreshes a materialized view/,
  );
});

test('a load that comes to a standstill ends', async () => {
  const starving = defineCase({
    ...COUNTER,
    name: 'starving',
    open: ({ url }) => postgres(url, { max: 2 }),
    close: (sql) => sql.end({ timeout: 0 }),
    worker: async (sql) => {
      await sql.begin(async (tx) => {
        await tx`select hits, pg_sleep(0.005) from counter`;
        await sql`select hits from counter`;
      });
    },
  });
  await expect(loaded(starving, { workers: '6' }, 600)).rejects.toThrow(
    'case starving: no worker has made progress for 600 ms: 6 workers inside the application',
  );
});
