/** An outside client drives the bank: its report agrees with the database. */
import { afterEach, expect, test } from 'vitest';

import { startService } from '../support/service.js';
import { closeSessions, labSchemas } from '../support/sessions.js';
import { expectAgreement, load, sumInDatabase } from './load.js';

afterEach(closeSessions);

test('fifty connections on two accounts: lost updates are drift ÷ amount for naive, none for for-update', async () => {
  const service = await startService({ connections: 10 });
  try {
    for (const balance of [100_000, 100_000]) await service.send('POST', '/accounts', { balance });
    const some = { connections: 25, amount: 100 };
    const answered = await Promise.all([
      load(service.address, 1, 'naive', some),
      load(service.address, 2, 'for-update', some),
    ]);
    expect(answered).toEqual([100, 100]);
    const { body } = await service.send('GET', '/report');
    expectAgreement(body.accounts, [100, 100], await sumInDatabase((await labSchemas()).join()));
  } finally {
    await service.end();
  }
});
