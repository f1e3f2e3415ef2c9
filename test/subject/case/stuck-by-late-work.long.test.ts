/** A lock that late work holds keeps a serial order from ending, which is noticed after some seconds. */
import pg from 'pg';
import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { exploredCases } from '../../support/cases.js';

/** Takes a lock, and keeps it. */
async function hold(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('update account set balance = balance + 1');
}

test('a case whose late work blocks a serial order is inconclusive', async () => {
  const { results } = await exploredCases([
    defineCase({
      name: 'holding',
      schema: 'create table account (balance int)',
      start: 'insert into account values (100)',
      open: ({ url }) => new pg.Pool({ connectionString: url }),
      close: (pool) => pool.end(),
      worker: async (pool) => {
        await pool.query('select balance from account');
        setTimeout(() => void hold(pool).catch(() => undefined), 50);
        await new Promise((resolve) => {
          setTimeout(resolve, 40);
        });
        await pool.query('update account set balance = balance - 10');
      },
    }),
  ]);
  expect(results).toMatchObject([{ verdict: 'inconclusive', failure: null }]);
  expect(results[0]?.reason).toMatch(/came (?:when all workers|after the function) had ended/);
});
