/** Signals while the program loads: there is nothing to clean up, and each has its exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';

const BIN = readFileSync(new URL('../../bin/race-lab.js', import.meta.url), 'utf8');

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const)('%s while the program loads: exit code %i', async (signal, code) => {
  const directory = directoryWith({
    'package.json': '{ "type": "module" }',
    'bin/race-lab.js': BIN,
    'dist/cli/start.js': `
      process.stdout.write('loading');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      export const start = () => undefined;`,
  });
  const child = spawn(process.execPath, [join(directory, 'bin/race-lab.js')]);
  const stderr = text(child.stderr);
  await once(child.stdout, 'data');
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([code, null]);
  expect(await stderr).toBe('race-lab: interrupted before anything was started\n');
});
