import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { Conflict, EnvironmentError } from '../../src/errors.js';
import type { Strategy } from '../../src/model.js';
import { forUpdate } from '../../src/strategies/for-update.js';
import { naive } from '../../src/strategies/naive.js';
import { lab, raced } from '../support/lab.js';

describe('the workload', () => {
  test('is the same for every strategy of a run, and for the same seed', async () => {
    const flags = { scenario: 'mixed', workers: '4', operations: '5', amount: '1..50' };
    const strategy = ['for-update,atomic'];
    const { results } = await lab({ ...flags, strategy, balance: '100000', seed: '9' });
    const again = await lab({ ...flags, strategy, balance: '100000', seed: '9' });
    const other = await lab({ ...flags, strategy, balance: '100000', seed: '10' });
    const finals = (report: typeof again) => report.results.map(({ finalBalance }) => finalBalance);
    expect(results[0]?.finalBalance).toBe(results[1]?.finalBalance);
    expect(finals(again)).toEqual(results.map(({ finalBalance }) => finalBalance));
    expect(finals(other)).not.toEqual(finals(again));
  });

  test('spreads over the accounts, and balances are sums over all of them', async () => {
    const flags = { workers: '10', operations: '5', accounts: '5', balance: '1000' };
    const result = await raced('for-update', { ...flags, scenario: 'deposit' });
    expect(result.initialBalance).toBe(5_000);
    expect(result.finalBalance).toBe(5_000 + 10 * 5 * 10);
    expect(result.verdict).toBe('held');
  });
});

describe('time', () => {
  test('a race by duration lasts that long, and every started operation has an outcome', async () => {
    const flags = { workers: '4', duration: '300ms', scenario: 'deposit' };
    const { operations, durationMs, cutShort } = await raced('atomic', flags);
    expect(durationMs).toBeGreaterThanOrEqual(300);
    expect(cutShort).toBe(false);
    expect(operations.committed).toBe(operations.attempted);
  });

  test('the time limit ends a strategy that makes no progress, and the row says so', async () => {
    const flags = { workers: '4', operations: '1000', retries: '1000000', timeLimit: '300ms' };
    const result = await raced('optimistic-date', flags);
    expect(result.cutShort).toBe(true);
    expect(result.operations.attempted).toBeLessThan(4_000);
    expect(result.durationMs).toBeLessThan(3_000);
  });

  test('statements that wait for a lock long after the limit are cancelled, except one', async () => {
    const flags = { workers: '20', operations: '20', timeLimit: '200ms', think: '5' };
    const result = await raced('for-share', flags);
    // Without the cancels, the server would need a second for each worker in this deadlock.
    expect(result.durationMs).toBeLessThan(5_000);
    expect(result.failures['time limit']?.count).toBeGreaterThan(0);
    expect(result.operations.committed).toBeGreaterThan(0);
    expect(result).toMatchObject({ cutShort: true, verdict: 'inconclusive' });
  });

  test('a think pause that exceeds the time limit does not block the others', async () => {
    const flags = { workers: '10', operations: '2', think: '500', timeLimit: '600ms' };
    const result = await raced('mutex', flags);
    expect(result.durationMs).toBeLessThan(2_000);
    expect(result).toMatchObject({ cutShort: true, lostUpdates: 0 });
  });

  test('--think widens the window between read and write', async () => {
    const flags = { workers: '1', operations: '1', scenario: 'deposit' };
    // Far more than a statement takes on the busiest machine.
    const thinking = await raced('naive', { ...flags, think: '300' });
    const hasty = await raced('naive', flags);
    expect(thinking.latencyMs.p50).toBeGreaterThanOrEqual(299);
    expect(hasty.latencyMs.p50).toBeLessThan(thinking.latencyMs.p50);
  });

  test('a strategy that writes without reading has no window to widen', async () => {
    const flags = { workers: '1', operations: '5', scenario: 'deposit', think: '5000' };
    expect((await raced('atomic', flags)).durationMs).toBeLessThan(5_000);
  });
});

describe('shared connections', () => {
  test('fifty workers on two connections do all their operations', async () => {
    const flags = { workers: '50', operations: '2', connections: '2' };
    const result = await raced('for-update', flags);
    expect(result.operations).toMatchObject({ attempted: 100, committed: 50, refused: 50 });
    expect(result.verdict).toBe('held');
  });

  test('on a single connection, transactions queue, and statements still interleave', async () => {
    const flags = { workers: '10', operations: '4', connections: '1' };
    const transactions = await raced('read-committed', flags);
    expect(transactions).toMatchObject({ verdict: 'inconclusive', lostUpdates: 0 });
    expect(transactions.operations.overlapping).toBe(0);
    expect((await raced('naive', flags)).verdict).toBe('broken');
    // A worker waits for the mutex before it takes a connection, so its operations overlap.
    expect((await raced('mutex', flags)).verdict).toBe('held');
  });
});

describe('rounds', () => {
  test('start from the initial accounts; counts and balances are sums', async () => {
    const flags = { workers: '10', operations: '4', rounds: '3' };
    const result = await raced('for-update', flags);
    expect(result.rounds.map(({ round }) => round)).toEqual([1, 2, 3]);
    expect(result.initialBalance).toBe(600);
    expect(result.operations).toMatchObject({ attempted: 120, committed: 60, refused: 60 });
    expect(result.rounds.map(({ finalBalance }) => finalBalance)).toEqual([0, 0, 0]);
  });
});

test('a run that hangs ends, and says what every session waits for', async () => {
  const hanging: Strategy = {
    ...forUpdate,
    name: 'hanging',
    attempt: async (db) => {
      await sql`select pg_sleep(600)`.execute(db);
      return { kind: 'refused' };
    },
  };
  const run = raced('hanging', { workers: '3', operations: '1', timeout: '1s' }, [hanging]);
  await expect(run).rejects.toThrow(
    /did not end within 1 s[^]*waits for Timeout: PgSleep: select pg_sleep\(600\)\n[^]*PgSleep[^]*PgSleep[^]*$/,
  );
  await expect(run).rejects.not.toThrow('pg_stat_activity');
  await expect(run).rejects.toBeInstanceOf(EnvironmentError);
});

describe('an error that a strategy throws', () => {
  const throwing = (name: string, error: () => unknown): Strategy => ({
    ...forUpdate,
    name,
    attempt: async (db, operation, replica) => {
      // The accounts of the warm-up are below 1. Only the race must have the error.
      if ((operation.accounts[0] ?? 0) < 1) return naive.attempt(db, operation, replica);
      throw error();
    },
  });
  const FEW = { workers: '2', operations: '2', retries: '3', backoff: 'none' };

  test('an unexpected SQLSTATE fails the operation at once', async () => {
    const full: Strategy = {
      ...forUpdate,
      name: 'full',
      attempt: async (db, operation, replica) => {
        if ((operation.accounts[0] ?? 0) < 1) return naive.attempt(db, operation, replica);
        await sql`do $$ begin raise exception 'no more room' using errcode = '53100'; end $$`.execute(
          db,
        );
        return { kind: 'refused' };
      },
    };
    const result = await raced('full', FEW, [full]);
    expect(result.operations).toMatchObject({ attempted: 4, failed: 4 });
    expect(result.failures).toEqual({ '53100': { count: 4, message: 'no more room' } });
    expect(result.retries).toBe(0);
  });

  test('a strategy that fails with a single worker is not raced', async () => {
    const wrong: Strategy = {
      ...forUpdate,
      name: 'wrong',
      attempt: async (db) => {
        await sql`select * from no_such_table`.execute(db);
        return { kind: 'refused' };
      },
    };
    const run = raced('wrong', FEW, [wrong]);
    await expect(run).rejects.toBeInstanceOf(EnvironmentError);
    await expect(run).rejects.toThrow('wrong fails with a single worker: 42P01');
  });

  test('a conflict is retried as often as allowed, then fails', async () => {
    const result = await raced('stuck', FEW, [throwing('stuck', () => new Conflict())]);
    expect(result.operations).toMatchObject({ attempted: 4, failed: 4 });
    expect(result.retries).toBe(12);
    expect(result.retriedOperations).toBe(4);
  });

  test.each([
    ['a defect', () => new TypeError('undefined is not a function')],
    [
      'a defect with a code of its own',
      () => Object.assign(new Error('undefined is not a function'), { code: 'ERR_INVALID_ARG' }),
    ],
  ])(
    '%s in its code ends the run, and does not count as a failed operation',
    async (_what, defect) => {
      await expect(raced('defect', FEW, [throwing('defect', defect)])).rejects.toThrow(
        'undefined is not a function',
      );
    },
  );
});
