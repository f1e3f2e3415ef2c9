/** A strategy whose code is wrong, among others that are correct. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import type { Report, Strategy } from '../../src/model.js';
import { forUpdate } from '../../src/strategies/for-update.js';
import { refused, selectAccounts } from '../../src/strategies/steps.js';
import { lab } from '../support/lab.js';

type Attempt = Strategy['attempt'];

const FLAGS = { workers: '4', operations: '5', scenario: 'deposit' };

/** for-update, except that the nth attempt of the race runs other code. */
function failing(nth: number, instead: Attempt): Strategy {
  let attempts = 0;
  return {
    ...forUpdate,
    name: 'failing',
    attempt: (db, operation, replica) => {
      if (operation.isWarmUp !== true) attempts += 1;
      return attempts === nth && operation.isWarmUp !== true
        ? instead(db, operation, replica)
        : forUpdate.attempt(db, operation, replica);
    },
  };
}

const withOthers = (strategy: Strategy, flags = {}): Promise<Report> =>
  lab({ ...FLAGS, strategy: ['atomic', strategy.name, 'for-update'], ...flags }, [strategy]);

const resultOf = ({ results }: Report, name: string) =>
  results.find(({ strategy }) => strategy === name);

const throwing = failing(7, async (db, { accounts }) => {
  await selectAccounts(db, accounts).execute();
  throw new TypeError('oops');
});

test('the others are raced in full, and its row says what is wrong', async () => {
  const report = await withOthers(throwing);
  expect(report.interruption).toBeNull();
  expect(report.results.map(({ strategy, verdict }) => [strategy, verdict])).toEqual([
    ['atomic', 'held'],
    ['failing', 'inconclusive'],
    ['for-update', 'held'],
  ]);
  const failed = resultOf(report, 'failing');
  expect(failed?.failure?.message).toMatch(/^failing threw TypeError: oops at /);
  expect(failed?.failure?.hint).toContain('attempt');
  expect(failed).toMatchObject({
    reason: failed?.failure?.message,
    witness: null,
    operations: { attempted: 0 },
    finalBalance: null,
  });
  expect(resultOf(report, 'for-update')).toMatchObject({ failure: null, finalBalance: 200 });
});

test('its earlier rounds count, and its later ones are left out', async () => {
  // The 20 attempts of the first round are correct.
  const report = await withOthers(
    failing(27, () => Promise.reject(new TypeError('oops'))),
    {
      rounds: '3',
    },
  );
  expect(resultOf(report, 'failing')).toMatchObject({
    verdict: 'inconclusive',
    operations: { attempted: 20, committed: 20 },
    finalBalance: 200,
  });
  for (const name of ['atomic', 'for-update']) {
    expect(resultOf(report, name)).toMatchObject({ verdict: 'held', finalBalance: 600 });
  }
});

test.each([
  ['drops it', 'drop table account'],
  ['puts a view in its place', 'drop table account; create view account as select 1 as id'],
])('after one that %s, the next ones find the original table', async (_title, script) => {
  const dropping = failing(2, async (db) => {
    await sql.raw(script).execute(db);
    return refused;
  });
  const report = await withOthers(dropping, { rounds: '2' });
  expect(report.interruption).toBeNull();
  expect(resultOf(report, 'failing')?.failure?.message).toMatch(
    /changed the definition of the table account/,
  );
  for (const name of ['atomic', 'for-update']) {
    expect(resultOf(report, name)).toMatchObject({ verdict: 'held', finalBalance: 400 });
  }
});

describe('when the next one begins, its sessions have ended', () => {
  test('so that it holds no lock, and no statement waits for one', async () => {
    const holding = failing(2, async (db, { accounts }) => {
      await sql`begin`.execute(db);
      await selectAccounts(db, accounts).forUpdate().execute();
      // The other three workers wait for this lock, or soon will.
      return { kind: 'refused' };
    });
    const report = await withOthers(holding);
    expect(resultOf(report, 'failing')?.failure?.message).toContain('left its transaction open');
    expect(resultOf(report, 'for-update')).toMatchObject({ verdict: 'held', finalBalance: 200 });
  });

  test('also one with a statement that only the server could end', async () => {
    const sleeping = failing(2, async (db) => {
      void sql`update account set balance = balance + 1000 from pg_sleep(0.2)`.execute(db);
      // Sent without an await.
      await new Promise(setImmediate);
      throw new TypeError('oops');
    });
    // The next strategy takes longer than this statement sleeps.
    const report = await withOthers(sleeping, { operations: '20', think: '5' });
    expect(resultOf(report, 'failing')?.failure?.message).toContain('oops');
    expect(resultOf(report, 'for-update')).toMatchObject({
      verdict: 'held',
      finalBalance: 800,
      drift: 0,
    });
  });
});

test("a late statement in another strategy's round is reported for its sender, and the other one is raced again", async () => {
  let send: (() => void) | undefined;
  const late = failing(20, async (db, operation, replica) => {
    const other = new Promise<void>((resolve) => {
      send = resolve;
    });
    void other.then(() => selectAccounts(db, operation.accounts).execute());
    return forUpdate.attempt(db, operation, replica);
  });
  const next: Strategy = {
    ...forUpdate,
    name: 'next',
    attempt: async (db, operation, replica) => {
      if (operation.isWarmUp !== true) send?.();
      return forUpdate.attempt(db, operation, replica);
    },
  };
  const report = await lab({ ...FLAGS, strategy: ['failing', 'next'] }, [late, next]);
  expect(resultOf(report, 'failing')?.failure?.message).toMatch(/^failing sent a statement after/);
  expect(resultOf(report, 'next')).toMatchObject({
    verdict: 'held',
    failure: null,
    operations: { attempted: 20 },
    finalBalance: 200,
  });
});

test('several that fail each have their own error', async () => {
  const other: Strategy = {
    ...forUpdate,
    name: 'other',
    attempt: () => Promise.reject(new RangeError('no way')),
  };
  const flags = { ...FLAGS, strategy: ['other', 'failing', 'for-update'] };
  const thrower = failing(3, () => Promise.reject(new TypeError('oops')));
  const { results } = await lab(flags, [other, thrower]);
  expect(results.map(({ failure }) => failure?.message.replace(/ at .*/, ''))).toEqual([
    'other threw RangeError: no way',
    'failing threw TypeError: oops',
    undefined,
  ]);
});

test('its expectations are not judged, those of the others are', async () => {
  const thrower = failing(3, () => Promise.reject(new TypeError('oops')));
  const { expectations } = await withOthers(thrower, { expect: ['held', 'failing:failed=0'] });
  expect(
    expectations.map(({ subject, rule, met, actual }) => [subject, rule, met, actual]),
  ).toEqual([
    ['atomic', 'held', true, 'held'],
    ['failing', 'held', null, 'error'],
    ['for-update', 'held', true, 'held'],
    ['failing', 'failing:failed=0', null, 'error'],
  ]);
});

test('alone, it fails the race with its own error', async () => {
  const thrower = failing(3, () => Promise.reject(new TypeError('oops')));
  await expect(lab({ ...FLAGS, strategy: ['failing'] }, [thrower])).rejects.toThrow(
    'failing threw TypeError: oops',
  );
});
