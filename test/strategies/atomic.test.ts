/**
 * What the single statement of `atomic` rereads after a lock wait, and what it does not. In a race,
 * the window lies within one statement and is hit only by chance. These tests hold it open: a lock
 * on both accounts stops two withdrawals after each has read and before either has written.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { readAccounts } from '../../src/database/accounts.js';
import { Client } from '../../src/database/client.js';
import { openDatabase } from '../../src/database/database.js';
import type { LabDatabase } from '../../src/database/lab-database.js';
import { SessionPool } from '../../src/database/session-pool.js';
import type { StatementInterceptor } from '../../src/database/statement.js';
import { readWaits } from '../../src/database/waits.js';
import type { Operation } from '../../src/model.js';
import { attempt } from '../../src/race/attempt.js';
import { makeReplica } from '../../src/replica.js';
import { makeOperation, onOneAccount } from '../../src/scenarios/operation.js';
import { atomic } from '../../src/strategies/atomic.js';
import { serverUrl } from '../support/server.js';

let database: LabDatabase;
beforeEach(async () => {
  const url = serverUrl();
  database = await openDatabase({ url, connections: 4, remedy: () => '' });
  await database.control.script('insert into account (id, balance) values (1, 10), (2, 0)');
});
afterEach(() => database.close());

/** Runs two operations that begin before either can write. Returns their ends and the balances. */
async function atOnce(one: Operation, other: Operation) {
  const [blocker, ...sessions] = await database.openSessions(3);
  await blocker?.script('begin; select from account for update');
  const [first, second] = sessions.map((session) => new Client(new SessionPool([session]), sendOn));
  const ends = Promise.all([endOf(one, first), endOf(other, second)]);
  const pids = sessions.map(({ pid }) => pid);
  const waitsFor = async () =>
    (await readWaits(database.control, pids)).map((wait) => wait.waitsFor?.split(':')[0]);
  await expect.poll(waitsFor, { timeout: 20_000 }).toEqual(['Lock', 'Lock']);
  await blocker?.script('commit');
  const ended = (await ends).toSorted();
  const balances = (await readAccounts(database.control)).map(({ balance }) => balance);
  return { ended, balances };
}

const sendOn: StatementInterceptor = (_statement, send) => send();

async function endOf(operation: Operation, client: Client | undefined): Promise<string> {
  if (client === undefined) throw new Error('each operation has a client');
  return (await attempt(atomic, client, operation, makeReplica())).end.kind;
}

test('rereads the row that it updates: the second withdrawal is refused', async () => {
  const withdrawal = onOneAccount('withdraw', 1, 10);
  expect(await atOnce(withdrawal, withdrawal)).toEqual({
    ended: ['committed', 'refused'],
    balances: [0, 0],
  });
});

test('does not reread another row: two withdrawals commit although the sum covers only one', async () => {
  const withdrawal = (account: number) =>
    makeOperation({
      kind: 'withdraw',
      accounts: [1, 2],
      changes: [{ account, by: -10 }],
      requires: { accounts: [1, 2], atLeast: 10 },
    });
  expect(await atOnce(withdrawal(1), withdrawal(2))).toEqual({
    ended: ['committed', 'committed'],
    balances: [0, -10],
  });
});
