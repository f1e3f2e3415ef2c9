/** An installation in the cache may be damaged. Then it is created again, once. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { isIntact } from '../../../src/database/embedded/manifest.js';
import { startEmbedded } from '../../../src/database/embedded/server.js';
import { Session } from '../../../src/database/session.js';

const scratch = mkdtempSync(join(tmpdir(), 'lab-cache-'));
const cache = join(scratch, 'cache');
let home = '';

/** Starts a server from the cache, and sends it a query. */
async function works(): Promise<boolean> {
  const server = await startEmbedded({ connections: 2, cache });
  try {
    const session = await Session.open(server.target, null);
    const [row] = await session.query<{ sum: number }>('select 1 + 1 as sum');
    await session.close();
    return row?.sum === 2;
  } finally {
    await server.stop();
  }
}

beforeAll(async () => {
  chmodSync(scratch, 0o755);
  mkdirSync(cache, { mode: 0o755 });
  await works();
  const [name = ''] = readdirSync(cache);
  home = join(cache, name);
});

afterAll(() => {
  execFileSync('chmod', ['-R', 'u+rwX', scratch]);
  rmSync(scratch, { recursive: true });
});

const inHome = (path: string): string => join(home, path);

/** Removes a file or a directory, checks what is left, and restores it. */
function without<Look>(path: string, look: () => Look): Look {
  renameSync(inHome(path), join(scratch, 'aside'));
  try {
    return look();
  } finally {
    renameSync(join(scratch, 'aside'), inHome(path));
  }
}

test.each(['template/PG_VERSION', 'template/base/5/1259', 'lib', 'bin/postgres', 'manifest'])(
  'a missing %s is detected before a server is started',
  (path) => {
    expect(without(path, () => isIntact(home))).toBe(false);
    expect(isIntact(home)).toBe(true);
  },
);

test.each(['bin/postgres', 'template/base/5/1259'])('so is a truncated %s', (path) => {
  const seen = without(path, () => {
    copyFileSync(join(scratch, 'aside'), inHome(path));
    truncateSync(inHome(path), 1_000);
    return isIntact(home);
  });
  expect(seen).toBe(false);
  expect(isIntact(home)).toBe(true);
});

test.each<[string, () => void]>([
  ['a table is truncated', () => truncateSync(inHome('template/base/5/1259'), 8_192)],
  ['files that it needs to start are missing', () => rmSync(inHome('share'), { recursive: true })],
  [
    'the content of a file is wrong',
    () => writeFileSync(inHome('template/global/pg_control'), Buffer.alloc(8_192)),
  ],
  ['it is not readable', () => chmodSync(home, 0o000)],
  ['a part of it is not readable', () => chmodSync(inHome('template/base/5/1259'), 0o000)],
  ['a directory of it is not readable', () => chmodSync(inHome('template'), 0o000)],
  ['it is empty', () => (rmSync(home, { recursive: true }), mkdirSync(home))],
  ['it is not a directory', () => (rmSync(home, { recursive: true }), writeFileSync(home, ''))],
])('it is created again when %s', async (_title, damage) => {
  damage();
  expect(await works()).toBe(true);
  // Whole, and nothing else is left.
  expect(isIntact(home)).toBe(true);
  expect(readdirSync(cache)).toHaveLength(1);
});

test('it is created again only once: the next server starts from the same installation', async () => {
  const { ino } = statSync(home);
  expect(await works()).toBe(true);
  expect(statSync(home).ino).toBe(ino);
});
