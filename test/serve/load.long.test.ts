/** Ten seconds of load from outside, on one process and on three. */
import { afterEach, test } from 'vitest';

import { startService } from '../support/service.js';
import { closeSessions, labSchemas } from '../support/sessions.js';
import { expectAgreement, load, sumInDatabase } from './load.js';
import { expectReplicasAgree } from './replicas-load.js';

afterEach(closeSessions);

test('fifty connections for ten seconds, on two accounts', async () => {
  const service = await startService({ connections: 10 });
  try {
    for (const balance of [10_000_000, 10_000_000]) {
      await service.send('POST', '/accounts', { balance });
    }
    const extent = { connections: 25, duration: 10 };
    const answered = await Promise.all([
      load(service.address, 1, 'naive', extent),
      load(service.address, 2, 'for-update', extent),
    ]);
    const { body } = await service.send('GET', '/report');
    expectAgreement(body.accounts, answered, await sumInDatabase((await labSchemas()).join()));
  } finally {
    await service.end();
  }
});

test('the same over three processes', async () => {
  await expectReplicasAgree('long', 3, { connections: 8, duration: 10 });
});
