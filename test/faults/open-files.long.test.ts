/** A limit of open files that is just enough. */
import { expect, test } from 'vitest';

import { inShell } from '../cli/shell.js';
import { directoryWith } from '../files/directory.js';

test('with 320, fifty workers race, and each experiment of a check closes its files', async () => {
  const run = { strategy: 'atomic', operations: 2, expect: 'failed=0' };
  const experiments = { first: { run }, second: { explore: { expect: 'broken' } }, third: { run } };
  const directory = directoryWith({ 'config.json': JSON.stringify({ experiments }) });
  const ended = await inShell(`ulimit -n 320; "$@"`, ['check', `${directory}/config.json`]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
});
