/** The embedded server works in any directory and for any user. */
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';

import { expect, test } from 'vitest';

import { raceLab, start } from '../support/command.js';
import { runDirectories } from '../support/embedded-run.js';
import { freshCache, SMALL } from './fresh-cache.js';

test('the first run creates the template, and leaves nothing else', async () => {
  const cache = await freshCache();
  const run = start(SMALL, { env: { RACE_LAB_CACHE: cache } });
  expect(await run.ended).toMatchObject({ code: 0, stderr: '' });
  const made = await readdir(cache);
  expect(made).toEqual([expect.stringMatching(/^postgresql-\d+\./)]);
  const own = `race-lab-${run.process.pid}-`;
  expect(runDirectories().filter((path) => basename(path).startsWith(own))).toEqual([]);
});

test('a cache that cannot be created is named', async () => {
  const ended = await raceLab(SMALL, { env: { RACE_LAB_CACHE: '/dev/null/cache' } });
  expect(ended).toMatchObject({ code: 4, stdout: '' });
  expect(ended.stderr).toContain('/dev/null/cache');
});
