/** Chooses directories for the embedded server's files. They must be private, and the server's user must reach them. */
import { access, chmod, constants, lstat, mkdir, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import { EnvironmentError } from '../../errors.js';
import type { ServerUser } from './server-user.js';

/** The longest directory whose socket still fits `sockaddr_un.sun_path` (104 bytes on macOS). */
const LONGEST_SOCKET_DIRECTORY = 103 - '/.s.PGSQL.5432'.length;
/** The length of the name of a run's directory. */
const RUN_DIRECTORY_LENGTH = '/race-lab-4194304-XXXXXX'.length;

/**
 * The directory that keeps the template cluster from run to run.
 * @param override `RACE_LAB_CACHE`, when set
 * @throws {EnvironmentError} when no directory is writable
 */
export async function cacheDirectory(user: ServerUser, override?: string): Promise<string> {
  const fallback = join('/tmp', `race-lab-cache-${process.getuid?.() ?? 0}`);
  const candidates = override ? [resolve(override)] : [userCache(user) ?? fallback, fallback];
  const problems: string[] = [];
  for (const candidate of candidates) {
    const problem = await prepare(candidate, user);
    if (problem === null) return candidate;
    problems.push(problem);
  }
  throw new EnvironmentError(`no place for the embedded PostgreSQL: ${problems.join('; ')}`, {
    code: 'EMBEDDED_UNAVAILABLE',
    hint: 'Set RACE_LAB_CACHE to a directory that you can write to.',
  });
}

/** The file system in memory on Linux. (shm_overview(7)) */
const MEMORY = '/dev/shm';
/** The type of that file system. (statfs(2), TMPFS_MAGIC) */
const TMPFS = 0x01021994;
/** More than a run's files need: the write-ahead log is limited to half of it. */
const ROOM_BYTES = 2 ** 31;
/** Memory that must be available for everything else, such as the history of the race. */
const AVAILABLE_BYTES = 2 ** 32;

/**
 * The directory in which each run creates its own: `TMPDIR` when it is set; else a file system in memory
 * with enough space, because to create and remove a cluster's files on a disk takes as long as a small race;
 * else the system's temporary directory. If its name is too long for a socket's path, or the server's user
 * cannot reach it: `/tmp`.
 * @throws {EnvironmentError} when the temporary directory is not writable
 */
export async function runsDirectory(user: ServerUser): Promise<string> {
  if (process.env['TMPDIR'] === undefined && (await hasRoomInMemory(user))) return MEMORY;
  const preferred = resolve(tmpdir());
  await access(preferred, constants.W_OK).catch((cause: unknown) => {
    throw new EnvironmentError(`the temporary directory ${preferred} cannot be written to`, {
      code: 'EMBEDDED_UNAVAILABLE',
      hint: 'Set TMPDIR to a directory that exists and that you can write to.',
      cause,
    });
  });
  if (!(await stat(preferred)).isDirectory()) {
    throw new EnvironmentError(`the temporary directory ${preferred} is not a directory`, {
      code: 'EMBEDDED_UNAVAILABLE',
      hint: 'Set TMPDIR to a directory that you can write to.',
    });
  }
  const short = Buffer.byteLength(preferred) + RUN_DIRECTORY_LENGTH <= LONGEST_SOCKET_DIRECTORY;
  return short && (await reachable(preferred, user)) ? preferred : '/tmp';
}

/** The places where a killed run may have left its directory, as far as is known. */
export const allRunsDirectories = (): readonly string[] => [
  ...new Set([MEMORY, resolve(tmpdir()), '/tmp']),
];

async function hasRoomInMemory(user: ServerUser): Promise<boolean> {
  try {
    await access(MEMORY, constants.W_OK);
    const { type, bavail, bsize } = await statfs(MEMORY);
    const found = { type, free: bavail * bsize, available: process.availableMemory() };
    return isRoomy(found) && (await reachable(MEMORY, user));
  } catch {
    return false;
  }
}

/** A file system for a run's files. */
export interface Volume {
  /** The type of the file system, as statfs(2) returns it. */
  readonly type: number;
  /** Free space on the file system, in bytes. */
  readonly free: number;
  /** Memory that this process could still allocate, in bytes. */
  readonly available: number;
}

/** Whether the file system is in memory, and both it and the memory have space for a run. */
export const isRoomy = ({ type, free, available }: Volume): boolean =>
  type === TMPFS && free >= ROOM_BYTES && available >= AVAILABLE_BYTES;

/** Null without a home directory. */
function userCache(user: ServerUser): string | null {
  if (user.switchTo) return join('/var/cache', 'race-lab');
  const home = process.env['HOME'];
  if (process.platform === 'darwin' && home) return join(home, 'Library', 'Caches', 'race-lab');
  const configured = process.env['XDG_CACHE_HOME'];
  // The XDG specification says to ignore relative paths.
  if (configured && isAbsolute(configured)) return join(configured, 'race-lab');
  return home ? join(home, '.cache', 'race-lab') : null;
}

/** Creates the directory. @returns what is wrong with it; null: nothing */
async function prepare(directory: string, user: ServerUser): Promise<string | null> {
  try {
    const there = await stat(directory).catch(() => null);
    if (there && !there.isDirectory()) return `${directory} is not a directory`;
    const made = await mkdir(directory, { recursive: true });
    // A separate chmod, because the umask restricts the mode of mkdir.
    if (made !== undefined) await chmod(directory, user.switchTo ? 0o755 : 0o700);
    await access(directory, constants.W_OK);
  } catch (error) {
    return `${directory} is not writable (${error instanceof Error ? error.message : String(error)})`;
  }
  const found = await lstat(directory);
  // Programs in this directory are executed, so no other user may be able to write there.
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    return `${directory} belongs to another user, or other users can write to it`;
  }
  if (!(await reachable(directory, user))) {
    return `${directory} is inside a directory that the server's user cannot enter`;
  }
  return null;
}

/** Whether the server's user can enter the directory; always true for our own user. */
async function reachable(directory: string, user: ServerUser): Promise<boolean> {
  if (!user.switchTo) return true;
  for (let path = directory; ; path = dirname(path)) {
    const { mode } = await stat(path);
    if ((mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
