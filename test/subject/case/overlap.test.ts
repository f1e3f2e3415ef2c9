/** Statements that are cut in two: what happens inside two that overlap. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type postgres from 'postgres';
import { describe, expect, test } from 'vitest';

import { replay } from '../../../src/api/replay.js';
import { defineCase } from '../../../src/authoring/case.js';
import { PATIENCE } from '../../../src/database/patience.js';
import { callIn } from '../../cli/harness.js';
import { serverUrl } from '../../support/server.js';
import {
  exploreOne,
  expectBrokenWhenCut,
  inTransaction,
  jobs,
  publish,
  sites,
} from './cut-statements.js';

const once = (sql: postgres.Sql | postgres.TransactionSql, id: string) => sql`
  with existing as (select id from job where key = 'sync'),
  inserted as (
    insert into job (id, key) select ${id}, 'sync' where not exists (select from existing) returning id
  )
  select id, false as deduplicated from inserted union all select id, true from existing`;

describe('a statement alone, outside a transaction', () => {
  test('an insert that looks first holds one at a time, and breaks in 4 of 6 orders when it is cut', () =>
    expectBrokenWhenCut(() => jobs(async (sql, id) => void (await once(sql, id)))));

  test('with a unique constraint, the second one waits for the first, and is refused by the server', async () => {
    const unique = jobs(
      (sql, id) => sql`insert into job (id, key) values (${id}, 'sync') on conflict do nothing`,
      'create unique index on job (key)',
    );
    expect(await exploreOne(unique)).toMatchObject({ verdict: 'held', schedules: 6, unsteady: 0 });
  });

  test('one that fails before it stops, or after, is answered, and nothing stays locked', async () => {
    const failing = defineCase({
      name: 'failing',
      schema: 'create table t (id int primary key, n int check (n > 0))',
      start: 'insert into t values (1, 1)',
      open: ({ url }) => new pg.Pool({ connectionString: url }),
      close: (pool) => pool.end(),
      workers: {
        wrong: (pool: pg.Pool) => pool.query('update t set m = 1').catch(() => 'no column'),
        none: (pool: pg.Pool) => pool.query('update t set n = 0').catch(() => 'refused'),
      },
    });
    expect(await exploreOne(failing)).toMatchObject({ verdict: 'held', schedules: 3, unsteady: 0 });
  });
});

describe('a statement in a transaction', () => {
  test('is cut with all only', async () => {
    const outside = await exploreOne(inTransaction('begin'));
    const whole = await exploreOne(inTransaction('begin'), {});
    expect(outside?.schedules).toBe(whole?.schedules);
    expect(outside?.remarks).toEqual([
      expect.stringMatching(/^No statement was cut: .* overlap all /),
    ]);
    expect(whole?.remarks).toEqual([]);
    const all = await exploreOne(inTransaction('begin'), { overlap: 'all' });
    expect(all?.schedules).toBeGreaterThan(whole?.schedules ?? 0);
    expect(all).toMatchObject({ verdict: 'broken', unsteady: 0, remarks: [] });
  });
});

test('a schedule with halves is replayed, and its drawing shows where each goes on', async () => {
  const options = { url: serverUrl(), overlap: true };
  const { verdict, replayed } = await replay(sites(publish), { ...options, schedule: 'ABba' });
  expect(verdict).toBe('broken');
  expect(replayed.drawn.steps.map(({ worker, isSecondHalf }) => [worker, isSecondHalf])).toEqual([
    [1, false],
    [2, false],
    [2, true],
    [1, true],
  ]);
  const held = await replay(sites(publish), { ...options, schedule: 'AaBb' });
  expect(held.verdict).toBe('held');
});

describe('on the command line', () => {
  const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
  // The timers of Knex's pool send nothing.
  const patience = { ...PATIENCE, watchMs: 300 };
  const FILE = './test/cases/27-lock-row-not-exists.race.ts';
  const lab = async (...args: readonly string[]) =>
    callIn(ROOT, [...args, '--url', serverUrl(), '--json'], {}, { patience });

  test('a lock that looks first has 6 orders, of which 4 break, and the command runs one again', async () => {
    const explored = await lab('explore', FILE, '--overlap');
    const { plan, results } = JSON.parse(explored.stdout);
    expect(plan.overlap).toBe('outside transactions');
    expect(results).toMatchObject([
      { schedules: 6, broken: 4, serialOutcomes: 1, schedule: 'ABba', switches: 2, unsteady: 0 },
    ]);
    const replayed = await lab('replay', FILE, '--overlap', '--schedule', 'ABba');
    const { verdict, replay: again } = JSON.parse(replayed.stdout);
    expect(verdict).toBe('broken');
    expect(again.steps.map((step: { secondHalf: boolean }) => step.secondHalf)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('strategies take no --overlap, and cases no other value than all', async () => {
    const strategies = await callIn(ROOT, ['explore', '-s', 'naive', '--overlap']);
    expect(strategies).toMatchObject({ code: 2, stdout: '' });
    expect(strategies.stderr).toContain('--overlap is for cases of your own code');
    const wrong = await callIn(ROOT, ['explore', FILE, '--overlap', 'some']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('--overlap: "some" is not a choice');
  });
});
