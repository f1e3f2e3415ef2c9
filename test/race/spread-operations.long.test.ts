/** The same operations in any number of processes. */
import { expect, test } from 'vitest';

import { raced } from '../support/lab.js';
import { results } from './spawned.js';

test('the number of processes does not change the operations', async () => {
  const flags = ['--scenario', 'deposit', '--strategy', 'atomic', '--seed', '7'];
  const size = ['--workers', '7', '--operations', '3', '--amount', '1..1000'];
  const { finalBalance } = await raced('atomic', {
    scenario: 'deposit',
    seed: '7',
    workers: '7',
    operations: '3',
    amount: '1..1000',
  });
  const [three] = await results(...flags, ...size, '--processes', '3');
  expect(three.finalBalance).toBe(finalBalance);
});
