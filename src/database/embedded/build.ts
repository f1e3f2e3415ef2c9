/** Making an installation: the binaries, and a cluster that every run copies. */
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

/** What a server's process gets to see of our environment. */
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

/** `cp` is many times faster than Node's own recursive copy, and the first run waits for it. */
async function copyBinaries(source: ServerPackage, building: string): Promise<void> {
  await execute('cp', ['-R', `${source.nativeDirectory}/.`, building]).catch((cause: unknown) => {
    throw failed('the embedded PostgreSQL could not be copied', cause, CACHE_HINT);
  });
  // However strict our umask was when the package was installed, the server's user must read it.
  await execute('chmod', ['-R', 'a+rX', building]);
  await linkLibraries(building);
}

/**
 * The package keeps its libraries' short names in a list, because packages cannot hold links; its
 * post-install script makes them, where scripts may run.
 */
async function linkLibraries(building: string): Promise<void> {
  const list: unknown = JSON.parse(
    await readFile(join(building, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  if (!isLinkList(list))
    throw new EnvironmentError('the list of library links is damaged', { code: 'EMBEDDED_FAILED' });
  for (const { source, target } of list) {
    // Paths begin with `native/`, which is what was copied.
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
  // The server's user can only write where it owns: a place of its own inside the building.
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
 * Each run copies the cluster, and making its files is most of that: a run needs one database, not
 * three. The server's single-user mode needs no socket. (Manual, `postgres`, single-user mode)
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
    throw failed('the template cluster could not be made', cause, CACHE_HINT);
  });
}

const INITDB_HINT =
  'The embedded PostgreSQL needs glibc and a user with an entry in /etc/passwd. ' +
  `Use a server of your own with ${option('url')} if this machine cannot have them.`;

const CACHE_HINT = `Set RACE_LAB_CACHE to another directory, or use a server of your own with ${option('url')}.`;

/** What a program that failed said of it: its last line, or that the disk is full. */
function failed(what: string, cause: unknown, hint: string): EnvironmentError {
  const said = cause instanceof Error && 'stderr' in cause ? cause.stderr : undefined;
  const text = typeof said === 'string' && said !== '' ? said : String(cause);
  const last = text.trim().split('\n').at(-1) ?? text;
  return (
    fullDisk(what, text, 'RACE_LAB_CACHE', cause) ??
    new EnvironmentError(`${what}: ${last}`, { code: 'EMBEDDED_FAILED', hint, cause })
  );
}

/** What every start copies should belong to us, so that no one else can change it. */
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
