/** A strategy whose code is wrong, among others that are correct. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';

import type { ExploreReport, Strategy } from '../../../src/model.js';
import { forUpdate } from '../../../src/strategies/for-update.js';
import { naive } from '../../../src/strategies/naive.js';
import { refused, selectAccounts } from '../../../src/strategies/steps.js';
import { exploredAll } from '../../support/explore.js';

/** Its nth attempt runs other code. */
function failing(strategy: Strategy, nth: number, instead: Strategy['attempt']): Strategy {
  let attempts = 0;
  return {
    ...strategy,
    name: 'failing',
    attempt: (db, operation, replica) => {
      attempts += 1;
      return attempts === nth
        ? instead(db, operation, replica)
        : strategy.attempt(db, operation, replica);
    },
  };
}

const withOthers = (strategy: Strategy, flags = {}): Promise<ExploreReport> =>
  exploredAll({ strategy: ['naive', strategy.name, 'for-update'], ...flags }, [strategy]);

const resultOf = ({ results }: ExploreReport, name: string) =>
  results.find(({ strategy }) => strategy === name);

const oops = () => Promise.reject(new TypeError('oops'));

test('the others are explored in full, and its row has the error and the results before it', async () => {
  const report = await withOthers(failing(naive, 9, oops), { expect: ['claims'] });
  expect(report.interruption).toBeNull();
  expect(
    report.results.map(({ strategy, verdict, coverage }) => [strategy, verdict, coverage.kind]),
  ).toEqual([
    ['naive', 'broken', 'complete'],
    ['failing', 'inconclusive', 'stopped'],
    ['for-update', 'held', 'complete'],
  ]);
  const failed = resultOf(report, 'failing');
  // Each schedule has two attempts.
  expect(failed).toMatchObject({ schedules: 4, witness: null });
  expect(failed?.failure?.message).toMatch(/^failing threw TypeError: oops at /);
  expect(failed?.reason).toBe(failed?.failure?.message);
  expect(resultOf(report, 'for-update')?.failure).toBeNull();
  expect(report.expectations.map(({ met, actual }) => [met, actual])).toEqual([
    [true, expect.stringContaining('broken')],
    [null, 'error'],
    [true, 'held'],
  ]);
});

test('when the next one begins, its sessions have ended in all lanes', async () => {
  const holding = failing(forUpdate, 41, async (db, { accounts }) => {
    await sql`begin`.execute(db);
    await selectAccounts(db, accounts).forUpdate().execute();
    return refused;
  });
  const few = { operations: '2', maxSwitches: '3' };
  const report = await withOthers(holding, { ...few, lanes: '2' });
  expect(resultOf(report, 'failing')?.failure?.message).toContain('left its transaction open');
  expect(resultOf(report, 'for-update')).toMatchObject({ verdict: 'held', unsteady: 0 });
  expect(resultOf(report, 'for-update')?.schedules).toBe(
    (await exploredAll({ strategy: ['for-update'], ...few })).results[0]?.schedules,
  );
});

test('after one that drops the table, the next ones find the original table in every lane', async () => {
  const dropping = failing(naive, 41, async (db) => {
    await sql`drop table account`.execute(db);
    return refused;
  });
  const report = await withOthers(dropping, { operations: '2', maxSwitches: '3', lanes: '2' });
  expect(report.interruption).toBeNull();
  expect(resultOf(report, 'failing')?.failure?.message).toContain(
    'changed the definition of the table account',
  );
  expect(resultOf(report, 'for-update')).toMatchObject({ verdict: 'held', unsteady: 0 });
});

test('its late statement does not count for the next one', async () => {
  let send: (() => void) | undefined;
  const late = failing(forUpdate, 1, async (db, operation, replica) => {
    const other = new Promise<void>((resolve) => {
      send = resolve;
    });
    void other.then(() => selectAccounts(db, operation.accounts).execute());
    return forUpdate.attempt(db, operation, replica);
  });
  const next: Strategy = {
    ...forUpdate,
    name: 'next',
    attempt: (db, operation, replica) => {
      send?.();
      return forUpdate.attempt(db, operation, replica);
    },
  };
  const { results } = await exploredAll({ strategy: ['failing', 'next'] }, [late, next]);
  expect(results.find(({ strategy }) => strategy === 'next')).toMatchObject({
    verdict: 'held',
    failure: null,
    unsteady: 0,
  });
});

test('wrong SQL of its own is reported as in a race, not as a verdict', async () => {
  const typo: Strategy = {
    ...forUpdate,
    name: 'typo',
    attempt: async (db) => {
      await sql`update acount set balance = 0`.execute(db);
      return refused;
    },
  };
  await expect(exploredAll({ strategy: ['typo'] }, [typo])).rejects.toThrow(
    'typo fails with a single worker: 42P01: relation "acount" does not exist, in: update acount set balance = 0',
  );
});

test('a statement that fails without interference is reported as in a race', async () => {
  const unprepared: Strategy = {
    ...forUpdate,
    name: 'unprepared',
    attempt: async (db) => {
      await sql`select 1 / 0`.execute(db);
      return refused;
    },
  };
  const { results } = await exploredAll({ strategy: ['unprepared', 'atomic'] }, [unprepared]);
  const message = expect.stringContaining('unprepared fails with a single worker: 22012');
  expect(results).toMatchObject([
    { verdict: 'inconclusive', failure: { message } },
    { strategy: 'atomic', verdict: 'held', failure: null },
  ]);
});

test('for-share with three workers has a row for any choice of deadlock victims', async () => {
  const flags = { strategy: ['for-share', 'atomic'], workers: '3', maxSchedules: '60' };
  const { results } = await exploredAll(flags);
  expect(results).toMatchObject([
    { strategy: 'for-share', verdict: 'inconclusive', broken: 0, failure: null },
    { strategy: 'atomic', verdict: 'held', failure: null },
  ]);
  expect(results[0]?.causes['40P01']).toBeGreaterThan(0);
});
