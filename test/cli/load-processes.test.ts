/** A load of a case whose workers are spread over processes. */
import { expect, test } from 'vitest';

import { KEEPS, loadOf, LOSES } from './load-processes.js';

test('the workers run in that many processes, and their operations are counted together', async () => {
  const { result } = await loadOf(LOSES, '--operations', '10', '--processes', '2');
  expect(result).toMatchObject({
    verdict: 'broken',
    operations: { attempted: 40, returned: 40, refused: 0, failed: 0 },
  });
  expect(result.violations).toEqual([
    { invariant: 'no update is lost', atStart: false, rows: [{ n: expect.any(Number) }] },
    { invariant: 'one process only', atStart: false, rows: [{ processes: 2 }] },
  ]);
  expect(result.latencyMs.max).toBeGreaterThan(0);
  expect(result.throughput).toBeGreaterThan(0);
});

test('without processes, it is one', async () => {
  const { result } = await loadOf(KEEPS, '--operations', '2');
  expect(result).toMatchObject({ verdict: 'held', violations: [] });
});

test.each([
  ['an error that no code handles', 'setTimeout(() => { throw new Error("lost"); });', /lost/],
])('%s in a process: exit 4, and nothing is left', async (_name, body, says) => {
  const { code, stderr } = await loadOf(body, '--operations', '50', '--processes', '2');
  expect(code).toBe(4);
  expect(stderr).toMatch(says);
});
