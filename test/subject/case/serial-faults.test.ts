/** What goes wrong without any race. */
import pg from 'pg';
import { expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { replay } from '../../../src/api/replay.js';
import { defineCase } from '../../../src/authoring/case.js';
import { serverUrl } from '../../support/server.js';

/** One inserts what is there already, and the other a second row. */
const repeating = (refusals: readonly string[]) =>
  defineCase({
    name: 'repeating',
    schema: 'create table note (id int primary key, text text)',
    start: 'insert into note values (1, null)',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    workers: {
      again: async (pool) => {
        await pool.query('select count(*) from note');
        await pool.query('insert into note values (1, null)');
      },
      another: async (pool) => void (await pool.query('insert into note values (2, null)')),
    },
    refusals,
  });

const replayed = async (refusals: readonly string[], schedule: string) => {
  const { verdict, replayed: drawn } = await replay(repeating(refusals), {
    schedule,
    url: serverUrl(),
  });
  return { verdict, isSerial: drawn.isSerial };
};

test('a worker that fails by itself is broken, and the same when it is replayed', async () => {
  const { results } = await explore(repeating([]), { url: serverUrl() });
  expect(results).toMatchObject([{ verdict: 'broken', broken: 0, witness: { isSerial: true } }]);
  expect(await replayed([], 'AAB')).toEqual({ verdict: 'broken', isSerial: true });
  // Not one after the other: as any schedule, it is compared with the serial orders.
  expect(await replayed([], 'ABA')).toEqual({ verdict: 'held', isSerial: false });
});

test('an ordinary answer is not', async () => {
  expect(await replayed(['23505'], 'AAB')).toEqual({ verdict: 'held', isSerial: false });
});

test('what fails by itself is broken, although what does not fail cannot be compared', async () => {
  // Its clock cannot be told from what matters, because the only other run of an order ends early.
  const timing = defineCase({
    name: 'timing',
    schema: `create table note (id int generated always as identity primary key, at timestamptz default now());
      create table line (note_id int references note)`,
    start: 'select 1',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    workers: {
      assumes: async (pool) => {
        await pool.query(
          'with one as (insert into note default values) insert into line values (1)',
        );
      },
      counts: async (pool) => void (await pool.query('select count(*) from line')),
    },
  });
  const { results } = await explore(timing, { url: serverUrl() });
  expect(results).toMatchObject([{ verdict: 'broken', witness: { isSerial: true } }]);
});

test('what only fails when sequences start elsewhere is drawn as it failed', async () => {
  const counting = defineCase({
    name: 'counting',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    schema: `create table note (id int generated always as identity primary key);
      create table line (note_id int references note)`,
    start: 'select 1',
    workers: {
      assumes: async (pool) => {
        await pool.query('insert into note default values');
        await pool.query('insert into line values (1)');
      },
      counts: async (pool) => void (await pool.query('select count(*) from line')),
    },
  });
  const { results } = await explore(counting, { url: serverUrl() });
  const failed = { kind: 'failed', sqlstate: '23503' };
  expect(results).toMatchObject([
    { verdict: 'broken', witness: { isSerial: true, drawn: { endings: [failed, {}] } } },
  ]);
  const again = await replay(counting, { schedule: 'AAB', url: serverUrl() });
  expect(again).toMatchObject({ verdict: 'inconclusive', replayed: { isSerial: false } });
});
