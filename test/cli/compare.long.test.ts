/** Every strategy, compared, and processes that vary. */
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

test('processes vary, and each value has its own in every round', async () => {
  const flags = '-s atomic -w 2 -n 2 --rounds 2 --vary processes=1,2 --json'.split(' ');
  const { code, stdout } = await call(['compare', '--url', serverUrl(), ...flags]);
  expect(code).toBe(0);
  const found = { strategy: 'atomic', operations: { attempted: 8, failed: 0 } };
  const report: unknown = JSON.parse(stdout);
  expect(report).toMatchObject({
    plan: { vary: { parameter: 'processes', values: [1, 2] } },
    results: [
      { ...found, processes: 1 },
      { ...found, processes: 2 },
    ],
    interruption: null,
  });
});
