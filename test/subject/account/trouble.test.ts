/** Problems of an exploration. */
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';

import { openDatabase } from '../../../src/database/database.js';
import { EnvironmentError } from '../../../src/errors.js';
import { explore } from '../../../src/subject/account/explore.js';
import { noProgress } from '../../../src/subject/progress.js';
import type { Strategy } from '../../../src/model.js';
import { createExplorePlan } from '../../../src/plan/explore.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { atomic } from '../../../src/strategies/atomic.js';
import { forUpdate } from '../../../src/strategies/for-update.js';
import { naive } from '../../../src/strategies/naive.js';
import { selectAccounts } from '../../../src/strategies/steps.js';
import { explored } from '../../support/explore.js';
import { openSession } from '../../support/sessions.js';
import { serverUrl } from '../../support/server.js';
import { fickle } from './fickle.js';

describe('a strategy that depends on chance', () => {
  test('sometimes: the report never says that all schedules held', async () => {
    const result = await explored('fickle', { workers: '4' }, [fickle(29, atomic)]);
    expect(result.unsteady).toBeGreaterThan(0);
    expect(result).toMatchObject({ coverage: { kind: 'unsteady' }, verdict: 'inconclusive' });
    expect(result.reason).toContain('a repeated schedule took a different path');
  });

  test('a broken schedule still counts, and is shown', async () => {
    const result = await explored('fickle', { operations: '2' }, [fickle(83, naive)]);
    expect(result.unsteady).toBeGreaterThan(0);
    expect(result.verdict).toBe('broken');
    expect(result.witness?.verdict).toBe('broken');
  });

  test('always: the exploration gives up, and reports the counts and the reason', async () => {
    const result = await explored('fickle', { operations: '3' }, [fickle(2.5, forUpdate)]);
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      coverage: { kind: 'stopped' },
      broken: 0,
      failure: null,
    });
    expect(result.schedules).toBeGreaterThan(0);
    expect(result.held).toBe(result.schedules);
    expect(result.unsteady).toBeGreaterThan(100);
    expect(result.reason).toMatch(
      /^Held in [\d,]+ schedules? of 2 workers with 3 operations each\. The exploration stopped early, because the strategy is not deterministic here: [\d,]+ schedules could not be repeated\. The strategy depends on time or chance, or something else works on this server\.$/,
    );
  });

  test('a broken schedule from before the exploration gave up stays broken', async () => {
    const result = await explored('fickle', { operations: '3' }, [fickle(2.5, naive)]);
    expect(result).toMatchObject({ verdict: 'broken', coverage: { kind: 'stopped' } });
    expect(result.reason).toMatch(/^Broken in .* The exploration stopped early, /);
  });
});

test('a defect in a strategy ends the exploration with that error', async () => {
  const defective: Strategy = {
    ...forUpdate,
    name: 'defective',
    attempt: (db, operation) =>
      db.transaction().execute(async (trx) => {
        await selectAccounts(trx, operation.accounts).execute();
        throw new TypeError('a defect');
      }),
  };
  await expect(explored('defective', {}, [defective])).rejects.toThrow('a defect');
});

test('a session that is ended from outside interrupts it', async () => {
  const ended: Strategy = {
    ...atomic,
    name: 'ended',
    async attempt(db, operation, replica) {
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(db);
      return atomic.attempt(db, operation, replica);
    },
  };
  await expect(explored('ended', {}, [ended])).rejects.toThrow('no result');
});

test('another session that holds a lock is named, and the wait for it is limited', async () => {
  const holder = await openSession();
  await holder.script('select pg_advisory_lock(4711)');
  const blocked: Strategy = {
    ...atomic,
    name: 'blocked',
    async attempt(db, operation, replica) {
      await sql`select pg_advisory_xact_lock(4711)`.execute(db);
      return atomic.attempt(db, operation, replica);
    },
  };
  const database = await openDatabase({
    url: serverUrl(),
    connections: 3,
    remedy: () => '',
  });
  onTestFinished(() => database.close());
  const plan = createExplorePlan(
    { strategy: ['blocked'] },
    { strategies: [blocked], scenarios, environmentUrl: undefined },
  );
  // A faster clock: the limit of ten seconds is half a second here.
  const now = () => performance.now() * 20;
  const signal = new AbortController().signal;
  const failure = await explore(plan, database, { now, signal, progress: noProgress }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(EnvironmentError);
  expect(failure).toMatchObject({
    message: expect.stringContaining(`A waits for server process ${holder.pid}`) as unknown,
  });
});
