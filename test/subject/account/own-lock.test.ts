/** race-lab cannot see an application lock that is not the replica's. The error says so, with a remedy. */
import { Mutex } from 'async-mutex';
import { expect, onTestFinished, test } from 'vitest';

import { openDatabase } from '../../../src/database/database.js';
import { defineStrategy } from '../../../src/authoring/strategy.js';
import { explore } from '../../../src/subject/account/explore.js';
import { noProgress } from '../../../src/subject/progress.js';
import type { Replica } from '../../../src/model.js';
import { createExplorePlan } from '../../../src/plan/explore.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { naive } from '../../../src/strategies/naive.js';
import { serverUrl } from '../../support/server.js';

type Lock = ReturnType<Replica['mutex']>;

/** Explores naive under a lock. */
async function exploredUnder(lockOf: (replica: Replica) => Lock) {
  const locked = defineStrategy({
    name: 'locked',
    attempt: (db, operation, replica) =>
      lockOf(replica).runExclusive(() => naive.attempt(db, operation, replica)),
  });
  const database = await openDatabase({
    url: serverUrl(),
    connections: 3,
    remedy: () => '',
  });
  onTestFinished(() => database.close());
  const context = { strategies: [locked], scenarios, environmentUrl: undefined };
  const plan = createExplorePlan({ strategy: ['locked'] }, context);
  return explore(plan, database, {
    // A faster clock: the limit of ten seconds is half a second here.
    now: () => performance.now() * 20,
    signal: new AbortController().signal,
    progress: noProgress,
  });
}

test('a lock of the module’s own', async () => {
  const own = new Mutex();
  const { results } = await exploredUnder(() => own);
  expect(results).toHaveLength(1);
  expect(results[0]?.verdict).toBe('inconclusive');
  expect(results[0]?.failure?.message).toMatch(
    /^locked: no worker has made progress for 10 s: A .*; B neither sends a statement nor ends its attempt$/,
  );
  expect(results[0]?.failure?.hint).toContain('replica.mutex(name)');
});

test('a lock of the replica', async () => {
  const { results } = await exploredUnder((replica) => replica.mutex('account'));
  expect(results).toMatchObject([{ verdict: 'held', failure: null }]);
});
