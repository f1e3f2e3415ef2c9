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

/** A PostgreSQL that is ready to be copied and started. */
export interface Installation {
  readonly postgres: string;
  /** A cluster made by `initdb`, never started itself. */
  readonly template: string;
  /** Holds all of it. */
  readonly home: string;
  /** The inode of that directory: another one is another installation. */
  readonly inode: number;
}

const execute = promisify(execFile);

/** Raised when what is below changes what lies in the cache. */
const LAYOUT = 3;

/**
 * Makes binaries and template cluster once and keeps them in the cache. They appear there by one
 * rename, so copies of race-lab that start at the same time never see half of them.
 */
export async function installation(
  source: ServerPackage,
  user: ServerUser,
  cache: string,
): Promise<Installation> {
  const home = join(cache, `postgresql-${source.version}-${LAYOUT}`);
  return (await found(home)) ?? make(source, user, cache, home);
}

/** Makes it anew, in place of one that is damaged; unless somebody else has done so meanwhile. */
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

/** Null when nothing is there. */
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

/** @param damaged the inode of what has to make room */
async function publish(building: string, home: string, damaged: number | undefined): Promise<void> {
  try {
    return await rename(building, home);
  } catch {
    const now = await found(home);
    // Another copy of race-lab was faster: what it made is as good.
    if (now !== null && now.inode !== damaged && isIntact(home)) return;
  }
  await clear(home);
  await rename(building, home).catch((error: unknown) => {
    if (!isIntact(home)) throw error;
  });
}

/** Removes what is there; under another name first, since that takes no time. */
async function clear(home: string): Promise<void> {
  const aside = `${home.replace(/[^/]*$/, '')}building-${process.pid}-${randomBytes(4).toString('hex')}`;
  await rename(home, aside).catch(() => undefined);
  // What may not be read cannot be removed either.
  await execute('chmod', ['-R', 'u+rwX', aside]).catch(() => undefined);
  await rm(aside, { recursive: true, force: true }).catch(() => undefined);
}
