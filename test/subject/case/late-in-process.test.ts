/** Functions that begin something, such as a timer, which sends a statement when they have ended. */
import { once } from 'node:events';
import { createServer, get } from 'node:http';

import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { exploredCases } from '../../support/cases.js';

/** Longer than what comes last takes to come. */
const WATCH_MS = 1_500;

const caseOf = (name: string, worker: (pool: pg.Pool) => Promise<void>) =>
  defineCase({
    name,
    schema: 'create table account (balance int); create table audit (who int)',
    start: 'insert into account values (100)',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    worker,
  });

const WITHDRAW = 'update account set balance = balance - 10';
const NOTE = 'insert into audit values (1)';

/** Withdraws, and sends a statement when it has long ended. */
const later = (ms: number, sql: string) => async (pool: pg.Pool) => {
  await pool.query(WITHDRAW);
  setTimeout(() => void pool.query(sql).catch(() => undefined), ms);
};

test.each([
  ['soon', 30, NOTE],
  ['when-all-is-over', 900, NOTE],
  ['like-a-worker', 30, WITHDRAW],
])('what a timer sends is named, and the case is not called held: %s', async (name, ms, sql) => {
  const { results } = await exploredCases([caseOf(name, later(ms, sql))], {}, WATCH_MS);
  expect(results).toMatchObject([
    {
      verdict: 'inconclusive',
      reason: `A statement came when all workers had ended, so it is part of no schedule: "${sql}". Let the worker that sends it await it. The next worker begins when a function ends, so even the serial orders may overlap.`,
    },
  ]);
});

/** Answers after half a second. */
const slowServer = { url: '' };
const server = createServer((_request, response) => setTimeout(() => response.end(), 500));
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address === 'object') slowServer.url = `http://127.0.0.1:${address?.port}/`;
});
afterAll(() => server.close());

/** What has not ended when a function has, and calls back later. */
const begins: readonly (readonly [string, (callBack: () => void) => void])[] = [
  ['abort-signal', (callBack) => AbortSignal.timeout(400).addEventListener('abort', callBack)],
  ['request', (callBack) => void fetch(slowServer.url).then(callBack)],
  ['request-of-http', (callBack) => void get(slowServer.url, callBack)],
];

test.each(begins)(
  'what begins in a worker and calls back later is waited for: %s',
  async (name, begin) => {
    const callsBack = caseOf(name, async (pool) => {
      await pool.query(WITHDRAW);
      begin(() => void pool.query(NOTE).catch(() => undefined));
    });
    const { results } = await exploredCases([callsBack], {}, WATCH_MS);
    expect(results).toMatchObject([{ verdict: 'inconclusive', failure: null }]);
    expect(results[0]?.reason).toContain(`part of no schedule: "${NOTE}"`);
  },
);

/** A pool that notes the withdrawals of the last moments in one statement. */
const writesBehind = (isFlushed: boolean) => {
  interface Bank {
    readonly pool: pg.Pool;
    readonly noted: number[];
    readonly timer: NodeJS.Timeout;
  }
  return defineCase({
    name: isFlushed ? 'flushed' : 'written-behind',
    schema: 'create table account (balance int); create table audit (who int)',
    start: 'insert into account values (100)',
    open: ({ url }): Bank => {
      const pool = new pg.Pool({ connectionString: url });
      const noted: number[] = [];
      const timer = setInterval(() => {
        const each = noted.splice(0);
        if (each.length > 0)
          void pool
            .query('insert into audit select unnest($1::int[])', [each])
            .catch(() => undefined);
      }, 700);
      return { pool, noted, timer };
    },
    close: async ({ pool, timer }) => {
      clearInterval(timer);
      await pool.end();
    },
    worker: async ({ pool, noted }) => {
      await pool.query(WITHDRAW);
      if (!isFlushed) noted.push(1);
    },
  });
};

test('what an interval of the application writes later is waited for, and one that writes nothing is no concern', async () => {
  const { results } = await exploredCases([writesBehind(false), writesBehind(true)], {}, WATCH_MS);
  expect(results).toMatchObject([
    { verdict: 'inconclusive', failure: null },
    { verdict: 'held', schedules: 2 },
  ]);
  expect(results[0]?.reason).toContain('part of no schedule: "insert into audit');
});

test('what comes from a chain of timers, or only late, is told as well', async () => {
  const chained = caseOf('chained', async (pool) => {
    await pool.query(WITHDRAW);
    const next = (left: number): unknown =>
      setTimeout(
        () => (left === 0 ? void pool.query(NOTE).catch(() => undefined) : next(left - 1)),
        50,
      );
    next(8);
  });
  const repeated = caseOf('repeated', async (pool) => {
    await pool.query(WITHDRAW);
    const timer = setInterval(() => {
      clearInterval(timer);
      pool.query(NOTE).catch(() => undefined);
    }, 400);
  });
  const onlyLate = caseOf('only-late', (pool) => {
    const write = () => void pool.query(WITHDRAW).catch(() => undefined);
    // JavaScript may give the time as text.
    Reflect.apply(setTimeout, undefined, [write, '400']);
    return Promise.resolve();
  });
  for (const each of [chained, repeated, onlyLate]) {
    const { results } = await exploredCases([each], {}, WATCH_MS);
    expect(results).toMatchObject([{ verdict: 'inconclusive', failure: null }]);
    expect(results[0]?.reason).toContain('A statement came when all workers had ended');
  }
});

test('a timer that is awaited, and one that is cleared, change nothing', async () => {
  const inTime = caseOf('in-time', async (pool) => {
    const timer = setTimeout(() => void pool.query(NOTE), 900);
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    await pool.query(WITHDRAW);
    clearTimeout(timer);
  });
  const { results } = await exploredCases([inTime], {}, WATCH_MS);
  expect(results).toMatchObject([{ verdict: 'held', schedules: 2 }]);
});
