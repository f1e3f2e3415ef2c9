/** The embedded server works in any directory, for several runs at once, and for many workers. */
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { raceLab, start } from '../support/command.js';
import { runDirectories, startRace } from '../support/embedded-run.js';
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

test('three concurrent runs create one template and three servers, and all succeed', async () => {
  const cache = await freshCache();
  const runs = await Promise.all(
    Array.from({ length: 3 }, () => raceLab(SMALL, { env: { RACE_LAB_CACHE: cache } })),
  );
  expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    runs.map(() => ({ code: 0, stderr: '' })),
  );
  expect(await readdir(cache)).toHaveLength(1);
});

test('the server works with a strict umask', async () => {
  const cache = join(await freshCache(), 'made', 'by-race-lab');
  await mkdir(join(cache, '..'));
  const before = process.umask(0o077);
  const run = raceLab(SMALL, { env: { RACE_LAB_CACHE: cache } });
  process.umask(before);
  expect(await run).toMatchObject({ code: 0, stderr: '' });
});

test('a run has its directory in TMPDIR', async () => {
  const place = await mkdtemp(join(tmpdir(), 'lab-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  // `mkdtemp` creates a private directory. When root runs the tests, the server runs as another user.
  await chmod(place, 0o755);
  const run = await startRace([], { env: { TMPDIR: place } });
  expect(dirname(run.directory)).toBe(place);
  run.process.kill('SIGINT');
  await run.ended;
  expect(await readdir(place)).toEqual([]);
});

test('more workers than the default max_connections need no flag', async () => {
  const flags = ['--workers', '250', '--operations', '2', '--strategy', 'atomic', '--json'];
  const ended = await raceLab(['run', ...flags]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const { results }: { results: readonly { operations: object }[] } = JSON.parse(ended.stdout);
  expect(results[0]?.operations).toMatchObject({ attempted: 500, committed: 250 });
});

test('a cache that other users can write to is refused', async () => {
  const cache = await freshCache();
  await chmod(cache, 0o777);
  const ended = await raceLab(SMALL, { env: { RACE_LAB_CACHE: cache } });
  expect(ended).toMatchObject({ code: 4, stdout: '' });
  expect(ended.stderr).toContain('other users can write to it');
  expect(ended.stderr).toContain('RACE_LAB_CACHE');
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
