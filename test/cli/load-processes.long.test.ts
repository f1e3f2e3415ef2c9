/** Further loads of a case whose workers are spread over processes. */
import { expect, test } from 'vitest';

import { KEEPS, loadOf } from './load-processes.js';

test('an update that adds is kept, and a time ends them all', async () => {
  const { result } = await loadOf(KEEPS, '--duration', '200ms', '--processes', '4');
  expect(result.operations.attempted).toBeGreaterThan(0);
  expect(result.violations).toEqual([
    { invariant: 'one process only', atStart: false, rows: [{ processes: 4 }] },
  ]);
});

test('failures are counted by their causes, from all processes', async () => {
  const { result } = await loadOf(
    `throw new TypeError('no');`,
    '--operations',
    '3',
    '--processes',
    '2',
  );
  expect(result).toMatchObject({
    operations: { attempted: 12, failed: 12 },
    failures: { TypeError: { count: 12, message: 'TypeError: no' } },
  });
});

test.each([
  ['process.exit()', 'process.exit(3);', /process [12] of the load ended with exit code 3/],
  ['a result that is no JSON', 'return 1n;', /: worker [12] returned/],
])('%s in a process: exit 4, and nothing is left', async (_name, body, says) => {
  const { code, stderr } = await loadOf(body, '--operations', '50', '--processes', '2');
  expect(code).toBe(4);
  expect(stderr).toMatch(says);
});
