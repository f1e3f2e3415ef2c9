/** Processes on one database are judged as one. */
import { afterEach, expect, test } from 'vitest';

import { call } from '../cli/harness.js';
import { closeSessions } from '../support/sessions.js';
import { expectReplicasAgree } from './replicas-load.js';

afterEach(closeSessions);

test('judge, and the report of each replica, agree with the sum of the balances', async () => {
  await expectReplicasAgree('quick', 2, { connections: 8, amount: 32 });
});

test('a lab needs a server that all can reach', async () => {
  const { code, stderr } = await call(['serve', '--lab', 'shop']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--url') });
});
