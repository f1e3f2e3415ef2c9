/** An installation in the cache may be damaged. Then it is created again, once. Further damage: template.long.test.ts */
import { copyFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { isIntact } from '../../../src/database/embedded/manifest.js';
import { installedForTests } from './installed.js';

const installed = installedForTests();
const { expectRepair } = installed;

test('the first start creates the installation, and leaves nothing else in the cache', () => {
  expect(installed.made).toEqual([expect.stringMatching(/^postgresql-\d+\./)]);
});

const inHome = (path: string): string => join(installed.home, path);

/** Removes a file or a directory, checks what is left, and restores it. */
function without<Look>(path: string, look: () => Look): Look {
  renameSync(inHome(path), join(installed.scratch, 'aside'));
  try {
    return look();
  } finally {
    renameSync(join(installed.scratch, 'aside'), inHome(path));
  }
}

test.each(['template/PG_VERSION', 'template/base/5/1259', 'lib', 'bin/postgres', 'manifest'])(
  'a missing %s is detected before a server is started',
  (path) => {
    expect(without(path, () => isIntact(installed.home))).toBe(false);
    expect(isIntact(installed.home)).toBe(true);
  },
);

test.each(['bin/postgres', 'template/base/5/1259'])('so is a truncated %s', (path) => {
  const seen = without(path, () => {
    copyFileSync(join(installed.scratch, 'aside'), inHome(path));
    truncateSync(inHome(path), 1_000);
    return isIntact(installed.home);
  });
  expect(seen).toBe(false);
  expect(isIntact(installed.home)).toBe(true);
});

test.each<[string, () => void]>([
  [
    'the content of a file is wrong',
    () => writeFileSync(inHome('template/global/pg_control'), Buffer.alloc(8_192)),
  ],
])('it is created again when %s', (_title, damage) => expectRepair(damage));

test('it is created again only once: the next server starts from the same installation', async () => {
  const { ino } = statSync(installed.home);
  expect(await installed.works()).toBe(true);
  expect(statSync(installed.home).ino).toBe(ino);
});
