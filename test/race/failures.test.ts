/** A strategy whose code is wrong, among others that are fine. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import type { Report, Strategy } from '../../src/model.js';
import { forUpdate } from '../../src/strategies/for-update.js';
import { refused, selectAccounts } from '../../src/strategies/steps.js';
import { lab } from '../support/lab.js';

type Attempt = Strategy['attempt'];

const FLAGS = { workers: '4', operations: '5', scenario: 'deposit' };

/** for-update, of which the nth attempt of the race goes another way. */
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

test('its rounds before count, and the rest of them is left out', async () => {
  // The 20 attempts of the first round are fine.
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
])('one that %s leaves the next ones a table as it was made', async (_title, script) => {
  const dropping = failing(2, async (db) => {
    await sql.raw(script).execute(db);
    return refused;
  });
  const report = await withOthers(dropping, { rounds: '2' });
  expect(report.interruption).toBeNull();
  expect(resultOf(report, 'failing')?.failure?.message).toMatch(/changed the table account/);
  for (const name of ['atomic', 'for-update']) {
    expect(resultOf(report, name)).toMatchObject({ verdict: 'held', finalBalance: 400 });
  }
});

describe('nothing of it is at work when the next one begins', () => {
  test('neither a lock that it holds, nor a statement that waits for it', async () => {
    const holding = failing(2, async (db, { accounts }) => {
      await sql`begin`.execute(db);
      await selectAccounts(db, accounts).forUpdate().execute();
      // The other three wait for this lock by now, or will.
      return { kind: 'refused' };
    });
    const report = await withOthers(holding);
    expect(resultOf(report, 'failing')?.failure?.message).toContain('left its transaction open');
    expect(resultOf(report, 'for-update')).toMatchObject({ verdict: 'held', finalBalance: 200 });
  });

  test('nor one that only the server could end', async () => {
    const sleeping = failing(2, async (db) => {
      void sql`update account set balance = balance + 1000 from pg_sleep(0.2)`.execute(db);
      // Sent, and not waited for.
      await new Promise(setImmediate);
      throw new TypeError('oops');
    });
    // The next one takes longer than that sleeps.
    const report = await withOthers(sleeping, { operations: '20', think: '5' });
    expect(resultOf(report, 'failing')?.failure?.message).toContain('oops');
    expect(resultOf(report, 'for-update')).toMatchObject({
      verdict: 'held',
      finalBalance: 800,
      drift: 0,
    });
  });
});

test('what one sends in the round of another is told of the one, and the other is raced again', async () => {
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

test('several that fail are told, each of its own', async () => {
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

test('expectations of it are not judged, those of the others are', async () => {
  const thrower = failing(3, () => Promise.reject(new TypeError('oops')));
  const { expectations } = await withOthers(thrower, { expect: ['held', 'failing:failed=0'] });
  expect(
    expectations.map(({ strategy, rule, met, actual }) => [strategy, rule, met, actual]),
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
