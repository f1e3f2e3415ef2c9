/** Workers that meet in the memory of their process before their first statements. */
import { Mutex } from 'async-mutex';
import pg from 'pg';
import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { exploredCases, replaying } from '../../support/cases.js';

const BANK = {
  schema: 'create table account (balance int not null); create table hook (id text)',
  start: 'insert into account values (100)',
};

const pooled = (max: number) => ({
  ...BANK,
  open: ({ url }: { readonly url: string }) => ({
    pool: new pg.Pool({ connectionString: url, max }),
    mutex: new Mutex(),
    handled: new Set<string>(),
    isBusy: false,
  }),
  close: ({ pool }: { readonly pool: pg.Pool }) => pool.end(),
});

async function withdraw(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ balance: number }>('select balance from account');
  await pool.query('update account set balance = $1', [Number(rows[0]?.balance) - 10]);
}

/** Forgets what it has handled, so that each schedule begins alike. */
const webhook = defineCase({
  ...pooled(10),
  name: 'webhook',
  worker: async ({ pool, handled }) => {
    if (handled.has('x')) return 'known';
    await pool.query("insert into hook values ('x')");
    handled.add('x');
    return 'new';
  },
});
const busy = defineCase({
  ...pooled(10),
  name: 'busy',
  worker: async (application) => {
    if (application.isBusy) throw new Error('busy');
    application.isBusy = true;
    await application.pool.query('update account set balance = balance - 10');
    application.isBusy = false;
  },
});
const poolOfOne = defineCase({
  ...pooled(1),
  name: 'pool-of-one',
  worker: ({ pool }) => withdraw(pool),
});
const poolOfTwo = defineCase({
  ...pooled(2),
  name: 'pool-of-two',
  worker: ({ pool }) => withdraw(pool),
});
const locked = defineCase({
  ...pooled(10),
  name: 'locked',
  worker: ({ pool, mutex }) => mutex.runExclusive(() => withdraw(pool)),
});

test('are started in every order, too', async () => {
  const { results } = await exploredCases([webhook, busy, poolOfOne, poolOfTwo, locked]);
  const shown = results.map((result) => [
    result.case,
    result.verdict,
    result.schedules,
    result.broken,
    result.remarks.some((remark) => remark.startsWith('Workers meet in the memory')),
  ]);
  expect(shown).toEqual([
    ['webhook', 'broken', 6, 4, true],
    // One starts while the update of the other is held, or after it.
    ['busy', 'broken', 4, 2, true],
    // One starts before, between or after the statements of the other, and waits for the connection.
    ['pool-of-one', 'broken', 6, 2, true],
    // Nothing is shared, so a start is no step.
    ['pool-of-two', 'broken', 6, 4, false],
    ['locked', 'held', 6, 0, true],
  ]);
});

test('are replayed so', async () => {
  await replaying(busy, async (replay) => {
    const { verdict, replayed } = await replay({ schedule: [1, 2, 1], follow: false });
    expect(verdict).toBe('broken');
    expect(replayed.anomalies[0]).toMatchObject({ kind: 'failure', worker: 2 });
  });
});
