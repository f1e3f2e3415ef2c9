/** The examples that take long, as users would run them. */
import { expect, it } from 'vitest';

import { LOADER, node, nodeTest } from './support/node.js';
import { serverUrl } from './support/server.js';

it('the tests of the wallet pass with Node’s own test runner', async () => {
  const { code, output } = await nodeTest('examples/wallet/wallet.node.ts', LOADER);

  expect(output).toMatch(/pass 3\n/);
  expect(output).toMatch(/fail 0\n/);
  expect(code).toBe(0);
});

it('npm run examples: the service on Fastify', async () => {
  const { code, output } = await node(['scripts/examples.js', 'fastify'], {
    RACE_LAB_URL: serverUrl(),
  });
  expect(output).toContain('✓ shop-service broken: 4 of 6 schedules (all) broke');
  expect(output).toContain('✓ shop-routes-at-once held: 0 of 2 schedules (all) broke');
  expect(code).toBe(0);
});
