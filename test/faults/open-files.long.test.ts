/** More limits of too few open files, and one that is just enough. */
import { expect, test } from 'vitest';

import { inShell } from '../cli/shell.js';
import { directoryWith } from '../files/directory.js';
import { expectTooFew } from './too-few-files.js';

test('with 320, fifty workers race, and each experiment of a check closes its files', async () => {
  const run = { strategy: 'atomic', operations: 2, expect: 'failed=0' };
  const experiments = { first: { run }, second: { explore: { expect: 'broken' } }, third: { run } };
  const directory = directoryWith({ 'config.json': JSON.stringify({ experiments }) });
  const ended = await inShell(`ulimit -n 320; "$@"`, ['check', `${directory}/config.json`]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
});

test.each([
  [48, ['run']],
  [100, ['list']],
  [200, ['run']],
])('with %i, %s says how many it needs', (limit, args) => expectTooFew(limit, args));
