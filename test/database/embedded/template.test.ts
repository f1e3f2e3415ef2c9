/** What lies in the cache may be damaged: it is made anew, once. */
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

/** Starts a server from the cache, and asks it something. */
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

/** Takes a file or a directory away, and back again after the look at what is left. */
function without<Look>(path: string, look: () => Look): Look {
  renameSync(inHome(path), join(scratch, 'aside'));
  try {
    return look();
  } finally {
    renameSync(join(scratch, 'aside'), inHome(path));
  }
}

test.each(['template/PG_VERSION', 'template/base/5/1259', 'lib', 'bin/postgres', 'manifest'])(
  'that %s is missing is seen before anything is started',
  (path) => {
    expect(without(path, () => isIntact(home))).toBe(false);
    expect(isIntact(home)).toBe(true);
  },
);

test.each(['bin/postgres', 'template/base/5/1259'])('so is that %s is cut off', (path) => {
  const seen = without(path, () => {
    copyFileSync(join(scratch, 'aside'), inHome(path));
    truncateSync(inHome(path), 1_000);
    return isIntact(home);
  });
  expect(seen).toBe(false);
  expect(isIntact(home)).toBe(true);
});

test.each<[string, () => void]>([
  ['a table is cut off', () => truncateSync(inHome('template/base/5/1259'), 8_192)],
  ['what it needs to start is missing', () => rmSync(inHome('share'), { recursive: true })],
  [
    'what is in a file is wrong',
    () => writeFileSync(inHome('template/global/pg_control'), Buffer.alloc(8_192)),
  ],
  ['it may not be read', () => chmodSync(home, 0o000)],
  ['a part of it may not be read', () => chmodSync(inHome('template/base/5/1259'), 0o000)],
  ['a directory of it may not be read', () => chmodSync(inHome('template'), 0o000)],
  ['nothing is in it', () => (rmSync(home, { recursive: true }), mkdirSync(home))],
  ['it is no directory', () => (rmSync(home, { recursive: true }), writeFileSync(home, ''))],
])('it is made anew when %s', async (_title, damage) => {
  damage();
  expect(await works()).toBe(true);
  // Whole, and nothing else is left.
  expect(isIntact(home)).toBe(true);
  expect(readdirSync(cache)).toHaveLength(1);
});

test('it is made anew once: the next one starts from the same', async () => {
  const { ino } = statSync(home);
  expect(await works()).toBe(true);
  expect(statSync(home).ino).toBe(ino);
});
