/** A limit of too few open files is reported before anything begins. */
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { inShell } from '../cli/shell.js';

const mine = fileURLToPath(new URL('../../examples/wallet/strategies.ts', import.meta.url));

describe('too few', () => {
  test.each([
    [48, ['run']],
    [48, ['explore']],
    [100, ['check']],
    [100, ['list']],
    [200, ['run']],
    [200, ['run', '-s', mine]],
  ])('with %i, %s says how many it needs', async (limit, args) => {
    expect(await inShell(`ulimit -n ${limit}; "$@"`, args)).toEqual({
      code: 4,
      stdout: '',
      stderr: `race-lab: this needs 320 open files, and the limit is ${limit}\n  Raise it, as with ulimit -n 320.\n`,
    });
  });
});

test('a limit that is enough for fifty workers is too low for three hundred', async () => {
  const { code, stderr } = await inShell(`ulimit -n 320; "$@"`, ['run', '--workers', '300']);
  expect(code).toBe(4);
  expect(stderr).toMatch(/^race-lab: this needs 360 open files, and the limit is 320\n/);
});
