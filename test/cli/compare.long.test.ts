/** Every strategy, compared. */
import { expect, test } from 'vitest';

import { strategies } from '../../src/strategies/index.js';
import { serverUrl } from '../support/server.js';
import { call, parsed } from './harness.js';

test('compares every strategy by default, and none contradicts its claims', async () => {
  const args = ['compare', '--url', serverUrl(), '--workers', '4', '--rounds', '1'];
  const flags = ['--time-limit', '300ms', '--think', '1', '--json', '--expect', 'claims'];
  const { code, stdout, stderr } = await call([...args, ...flags]);
  expect(stderr).toBe('');
  const { results, expectations } = parsed(stdout);
  expect(results.map(({ strategy }) => strategy)).toStrictEqual(strategies.map(({ name }) => name));
  expect(expectations.filter(({ met }) => met === false)).toStrictEqual([]);
  expect(code).toBe(expectations.some(({ met }) => met === null) ? 3 : 0);
});
