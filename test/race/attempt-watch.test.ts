import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';

import { Client } from '../../src/database/client.js';
import { openDatabase } from '../../src/database/database.js';
import type { LabDatabase } from '../../src/database/lab-database.js';
import { SessionPool } from '../../src/database/session-pool.js';
import { AttemptWatch } from '../../src/race/attempt-watch.js';
import { naive } from '../../src/strategies/naive.js';
import { serverUrl } from '../support/server.js';

/** Timers that fire when the test says so. */
class Timers {
  readonly #pending = new Set<() => void>();

  schedule(_ms: number, action: () => void): () => void {
    this.#pending.add(action);
    return () => this.#pending.delete(action);
  }

  get pending(): number {
    return this.#pending.size;
  }

  fire(): void {
    for (const action of this.#pending) {
      this.#pending.delete(action);
      action();
    }
  }
}

/** @param canAsk whether the watch may ask the server which backends wait; a child process may not */
async function setUp(clients: number, canAsk = true) {
  const database = await openDatabase({
    url: serverUrl(),
    connections: clients,
    remedy: () => '',
  });
  onTestFinished(() => database.close());
  await database.control.script('insert into account (id, balance) values (1, 5), (2, 5)');
  const timers = new Timers();
  const watch = new AttemptWatch({
    strategy: naive,
    database: canAsk ? database : null,
    environment: timers,
  });
  const sessions = await database.openSessions(clients);
  const made = sessions.map((session) => {
    const client = new Client(new SessionPool([session]), (_statement, send) => send());
    watch.add(client);
    return client;
  });
  let failure: unknown = null;
  watch.failed.catch((reason: unknown) => (failure = reason));
  /** Lets this many seconds pass. @returns what the watch found */
  const pass = async (seconds: number): Promise<string | null> => {
    for (let second = 0; second < seconds; second += 1) {
      timers.fire();
      await database.control.query('select');
      await expect.poll(() => timers.pending + (failure === null ? 0 : 1)).toBeGreaterThan(0);
    }
    return failure instanceof Error ? failure.message : null;
  };
  return { database, watch, timers, clients: made, pass };
}

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new RangeError(`no ${index}`);
  return found;
};

test('an attempt that neither sends nor ends is reported after five seconds', async () => {
  const { clients, pass } = await setUp(1);
  const client = at(clients, 0);
  client.begin();
  await client.db.selectFrom('account').select('id').execute();
  expect(await pass(5)).toBeNull();
  expect(await pass(1)).toBe(
    'an attempt of naive does not return: no worker has made progress for 5 s. ' +
      'Its last statement: select "id" from "account"',
  );
});

test('it is not while any attempt makes progress, or no attempt is under way', async () => {
  const { clients, pass } = await setUp(2);
  const [idle, busy] = [at(clients, 0), at(clients, 1)];
  expect(await pass(10)).toBeNull();
  idle.begin();
  for (let time = 1; time <= 3; time += 1) {
    expect(await pass(4)).toBeNull();
    busy.begin();
    await busy.db.selectFrom('account').select('id').execute();
    busy.end();
  }
  expect(await pass(4)).toBeNull();
  idle.end();
  expect(await pass(10)).toBeNull();
});

test('it is not while a statement under way is not blocked', async () => {
  const { clients, pass, database } = await setUp(2);
  const [idle, busy] = [at(clients, 0), at(clients, 1)];
  idle.begin();
  busy.begin();
  const sleeping = sql`select pg_sleep(60)`.execute(busy.db).catch((error: unknown) => error);
  await underWay(database, 'pg_sleep');
  expect(await pass(10)).toBeNull();
  await database.control.query('select pg_cancel_backend(pid) from unnest($1::integer[]) as pid', [
    `{${database.pids().join(',')}}`,
  ]);
  await sleeping;
});

test('it is also when the server cannot be asked, if no statement is under way', async () => {
  const { clients, pass } = await setUp(2, false);
  at(clients, 0).begin();
  expect(await pass(5)).toBeNull();
  expect(await pass(1)).toContain('no worker has made progress for 5 s. It sent no statement.');
});

test.each([
  [
    'it is when all statements wait for its locks',
    true,
    'an attempt of naive does not return: no worker has made progress for 5 s. ' +
      'Its last statement: select "id" from "account" for update',
  ],
  ['it is not when the server cannot be asked whether they do', false, null],
])('%s', async (_title, canAsk, found) => {
  const { clients, pass, database } = await setUp(2, canAsk);
  const [holder, waiter] = [at(clients, 0), at(clients, 1)];
  holder.begin();
  const trx = await holder.db.startTransaction().execute();
  await trx.selectFrom('account').select('id').forUpdate().execute();
  waiter.begin();
  const waiting = waiter.db.updateTable('account').set({ balance: 1 }).execute();
  await underWay(database, 'update', "wait_event_type = 'Lock'");
  expect(await pass(6)).toBe(found);
  await trx.rollback().execute();
  await waiting;
});

test('a stopped watch has no timer and reports nothing', async () => {
  const { watch, timers } = await setUp(1);
  expect(timers.pending).toBe(1);
  watch.stop();
  expect(timers.pending).toBe(0);
});

/**
 * Waits until the server runs a statement like this one.
 * @param condition SQL that has to be true of it, too
 */
async function underWay(database: LabDatabase, word: string, condition = 'true'): Promise<void> {
  await expect
    .poll(async () =>
      database.control.query(
        `select 1 from pg_stat_activity
          where pid = any($1::integer[]) and query like $2 and state = 'active' and ${condition}`,
        [`{${database.pids().join(',')}}`, `%${word}%`],
      ),
    )
    .toHaveLength(1);
}
