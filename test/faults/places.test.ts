/** The embedded server works in any directory and for any user. */
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { raceLab, start } from '../support/command.js';
import { runDirectories } from '../support/embedded-run.js';
import { freshCache, SMALL } from './fresh-cache.js';

test('the first run creates the template, and leaves nothing else', async () => {
  const cache = await freshCache();
  const ended = await raceLab(SMALL, { env: { RACE_LAB_CACHE: cache } });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const made = await readdir(cache);
  expect(made).toEqual([expect.stringMatching(/^postgresql-\d+\./)]);
});

test('a cache that other users can write to is refused', async () => {
  const cache = await freshCache();
  await chmod(cache, 0o777);
  const ended = await raceLab(SMALL, { env: { RACE_LAB_CACHE: cache } });
  expect(ended).toMatchObject({ code: 4, stdout: '' });
  expect(ended.stderr).toContain('other users can write to it');
  expect(ended.stderr).toContain('RACE_LAB_CACHE');
});

test('a cache that cannot be created is named', async () => {
  const ended = await raceLab(SMALL, { env: { RACE_LAB_CACHE: '/dev/null/cache' } });
  expect(ended).toMatchObject({ code: 4, stdout: '' });
  expect(ended.stderr).toContain('/dev/null/cache');
});

test('a temporary directory with a long name does not break the socket', async () => {
  const base = await mkdtemp(join(tmpdir(), 'lab-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const long = join(base, 'x'.repeat(120));
  await mkdir(long);
  const ended = await raceLab(SMALL, { env: { TMPDIR: long } });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(await readdir(long)).toEqual([]);
});

test('no run leaves a directory behind', async () => {
  const run = start(SMALL);
  expect(await run.ended).toMatchObject({ code: 0 });
  const own = `race-lab-${run.process.pid}-`;
  expect(runDirectories().filter((path) => basename(path).startsWith(own))).toEqual([]);
});
