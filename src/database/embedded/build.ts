/** Builds an installation: the binaries, and a cluster that every run copies. */
import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { EnvironmentError } from '../../errors.js';
import { fullDisk } from './full-disk.js';
import type { ServerPackage } from './package.js';
import type { ServerUser } from './server-user.js';
import { option } from '../../text/option.js';

/** The superuser of every embedded cluster. */
export const SUPERUSER = 'race_lab';

/** The one database of every embedded cluster. */
export const DATABASE = 'postgres';

/** The environment variables of a server's process. */
export function serverEnvironment() {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

const execute = promisify(execFile);

/** Fills an empty directory with an installation. */
export async function build(
  source: ServerPackage,
  user: ServerUser,
  building: string,
): Promise<void> {
  await copyBinaries(source, building);
  await initialise(building, user);
}

/** Uses `cp`, which is many times faster than the recursive copy of Node.js. The first run waits for it. */
async function copyBinaries(source: ServerPackage, building: string): Promise<void> {
  await execute('cp', ['-R', `${source.nativeDirectory}/.`, building]).catch((cause: unknown) => {
    throw failed('the embedded PostgreSQL could not be copied', cause, CACHE_HINT);
  });
  // The package may have been installed with a strict umask, and the server's user must read the files.
  await execute('chmod', ['-R', 'a+rX', building]);
  await linkLibraries(building);
}

/**
 * Creates the symbolic links to the libraries. A package cannot contain links, so it has a list of them. Its
 * post-install script creates them too, but many installations do not run scripts.
 */
async function linkLibraries(building: string): Promise<void> {
  const list: unknown = JSON.parse(
    await readFile(join(building, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  if (!isLinkList(list))
    throw new EnvironmentError('the list of library links is damaged', { code: 'EMBEDDED_FAILED' });
  for (const { source, target } of list) {
    // Paths in the list begin with `native/`, whose content was copied.
    const link = join(building, target.replace(/^native\//, ''));
    if (!(await exists(link))) await symlink(basename(source), link);
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

function isLinkList(value: unknown): value is LibraryLink[] {
  return Array.isArray(value) && value.every(isLink);
}

function isLink(value: unknown): value is LibraryLink {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  );
}

async function initialise(building: string, user: ServerUser): Promise<void> {
  // The server's user can write only in a directory that it owns.
  const own = join(building, 'own');
  await mkdir(own);
  if (user.switchTo) await chown(own, user.switchTo.uid, user.switchTo.gid);
  const data = join(own, 'template');
  const options = [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--wal-segsize=1',
    '--no-sync',
    '--no-instructions',
  ];
  await execute(join(building, 'bin', 'initdb'), options, {
    cwd: own,
    env: serverEnvironment(),
    ...user.switchTo,
  }).catch((cause: unknown) => {
    throw failed('initdb failed', cause, INITDB_HINT);
  });
  await dropSpareDatabases(building, data, user);
  await rename(data, join(building, 'template'));
  await takeOver(join(building, 'template'), user);
  await rm(own, { recursive: true });
}

/**
 * Drops two of the three databases: a run needs only one, and each run copies all files of the cluster. The
 * server's single-user mode needs no socket. (Manual, `postgres`, single-user mode)
 */
async function dropSpareDatabases(building: string, data: string, user: ServerUser): Promise<void> {
  const server = execute(
    join(building, 'bin', 'postgres'),
    ['--single', '-D', data, '-c', 'fsync=off', DATABASE],
    { cwd: data, env: serverEnvironment(), ...user.switchTo },
  );
  server.child.stdin?.end(
    'update pg_database set datistemplate = false\n' +
      'drop database template0\n' +
      'drop database template1\n',
  );
  await server.catch((cause: unknown) => {
    throw failed('the template cluster could not be created', cause, CACHE_HINT);
  });
}

const INITDB_HINT =
  'The embedded PostgreSQL needs glibc and a user with an entry in /etc/passwd. ' +
  `Use a server of your own with ${option('url')} if this machine lacks them.`;

const CACHE_HINT = `Set RACE_LAB_CACHE to another directory, or use a server of your own with ${option('url')}.`;

/** The error for a program that failed: with its last line, or with the full disk. */
function failed(what: string, cause: unknown, hint: string): EnvironmentError {
  const said = cause instanceof Error && 'stderr' in cause ? cause.stderr : undefined;
  const text = typeof said === 'string' && said !== '' ? said : String(cause);
  const last = text.trim().split('\n').at(-1) ?? text;
  return (
    fullDisk(what, text, 'RACE_LAB_CACHE', cause) ??
    new EnvironmentError(`${what}: ${last}`, { code: 'EMBEDDED_FAILED', hint, cause })
  );
}

/** Makes root the owner of the template cluster, so that no other user can change it. */
async function takeOver(template: string, user: ServerUser): Promise<void> {
  if (!user.switchTo) return;
  await execute('chown', ['-R', `${process.getuid?.()}:${process.getgid?.()}`, template]);
  await execute('chmod', ['-R', 'a+rX', template]);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
