/** A limit of too few open files is reported before anything begins. */
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { inShell } from '../cli/shell.js';
import { expectTooFew } from './too-few-files.js';

const mine = fileURLToPath(new URL('../../examples/wallet/strategies.ts', import.meta.url));

test.each([
  [48, ['explore']],
  [100, ['check']],
  [200, ['run', '-s', mine]],
])('with %i, %s says how many it needs', (limit, args) => expectTooFew(limit, args));

test('a limit that is enough for fifty workers is too low for three hundred', async () => {
  const { code, stderr } = await inShell(`ulimit -n 320; "$@"`, ['run', '--workers', '300']);
  expect(code).toBe(4);
  expect(stderr).toMatch(/^race-lab: this needs 360 open files, and the limit is 320\n/);
});
