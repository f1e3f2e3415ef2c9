/** The bank without its server, which does not come back: what clients are told. */
import { expect, test } from 'vitest';

import { openDatabase } from '../../src/database/database.js';
import { EnvironmentError } from '../../src/errors.js';
import { Bank } from '../../src/serve/bank/bank.js';
import { MemoryStore } from '../../src/serve/bank/record-store.js';
import { createBank } from '../../src/serve/bank/tables.js';
import { Tellers } from '../../src/serve/bank/tellers.js';
import { problemOf } from '../../src/serve/plugins/problems.js';
import { naive } from '../../src/strategies/naive.js';
import { serverUrl } from '../support/server.js';
import { terminate } from '../support/sessions.js';

test('a bank whose control session is lost says that the service has to be started again', async () => {
  const database = await openDatabase({ url: serverUrl(), connections: 1, remedy: () => '' });
  await createBank(database.control);
  const sessions = await database.openSessions(1);
  const sleep = async () => {};
  const tellers = new Tellers({ database, sessions, most: 1, numbersAfter: 0, sleep });
  const bank = new Bank({ database, tellers, store: new MemoryStore() });
  const { id } = await bank.open(100, false);
  await terminate(database.control.pid);
  const withdrawal = { kind: 'withdraw', account: id, amount: 1 } as const;
  for (const ask of [
    () => bank.account(id),
    () => bank.open(1, false),
    () => bank.perform(withdrawal, naive, 0),
    () => bank.report(),
    () => bank.reset(),
  ]) {
    await expect(ask()).rejects.toMatchObject({
      code: 'SERVER_LOST',
      hint: expect.stringContaining('start the service again'),
    });
  }
  await database.close();
});

test('a message that is a sentence gets no second full stop', () => {
  const lost = new EnvironmentError('The server was lost.', { code: 'SERVER_LOST', hint: 'Look.' });
  expect(problemOf(lost).detail).toBe('The server was lost. Look.');
});
