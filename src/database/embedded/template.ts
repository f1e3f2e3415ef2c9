import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { build } from './build.js';
import { isIntact, writeManifest } from './manifest.js';
import type { ServerPackage } from './package.js';
import type { ServerUser } from './server-user.js';

export { DATABASE, SUPERUSER } from './build.js';

/** An installation of PostgreSQL in the cache. */
export interface Installation {
  readonly postgres: string;
  /** The data directory that every run copies. No server runs on it directly. */
  readonly template: string;
  /** The directory that contains everything. */
  readonly home: string;
  /** The inode of that directory. Another inode means another installation. */
  readonly inode: number;
}

const execute = promisify(execFile);

/** The version of the cache's layout. Raise it when the code below changes the content of the cache. */
const LAYOUT = 3;

/**
 * Creates the binaries and the template cluster once, in the cache. They appear there by one rename, so a
 * concurrent race-lab never sees an incomplete installation.
 */
export async function installation(
  source: ServerPackage,
  user: ServerUser,
  cache: string,
): Promise<Installation> {
  const home = join(cache, `postgresql-${source.version}-${LAYOUT}`);
  return (await found(home)) ?? make(source, user, cache, home);
}

/** Replaces a damaged installation, unless another process has already replaced it. */
export async function rebuilt(
  source: ServerPackage,
  user: ServerUser,
  cache: string,
  { home, inode }: Installation,
): Promise<Installation> {
  const now = await found(home);
  if (now !== null && now.inode !== inode) return now;
  return make(source, user, cache, home, inode);
}

/** @returns null when there is none */
async function found(home: string): Promise<Installation | null> {
  const entry = await stat(home).catch(() => null);
  if (!entry?.isDirectory()) return null;
  return {
    home,
    inode: entry.ino,
    postgres: join(home, 'bin', 'postgres'),
    template: join(home, 'template'),
  };
}

async function make(
  source: ServerPackage,
  user: ServerUser,
  cache: string,
  home: string,
  damaged?: number,
): Promise<Installation> {
  const building = await mkdtemp(join(cache, `building-${process.pid}-`));
  try {
    await build(source, user, building);
    writeManifest(building);
    await publish(building, home, damaged);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  const made = await found(home);
  if (made === null) throw new Error(`${home} was removed as soon as it was made`);
  return made;
}

/** @param damaged the inode of the installation to replace */
async function publish(building: string, home: string, damaged: number | undefined): Promise<void> {
  try {
    return await rename(building, home);
  } catch {
    const now = await found(home);
    // Another race-lab process was faster. Its installation is equivalent.
    if (now !== null && now.inode !== damaged && isIntact(home)) return;
  }
  await clear(home);
  await rename(building, home).catch((error: unknown) => {
    if (!isIntact(home)) throw error;
  });
}

/** Removes the directory. Renames it first, because that is instant. */
async function clear(home: string): Promise<void> {
  const aside = `${home.replace(/[^/]*$/, '')}building-${process.pid}-${randomBytes(4).toString('hex')}`;
  await rename(home, aside).catch(() => undefined);
  // A directory without read permission cannot be removed.
  await execute('chmod', ['-R', 'u+rwX', aside]).catch(() => undefined);
  await rm(aside, { recursive: true, force: true }).catch(() => undefined);
}
