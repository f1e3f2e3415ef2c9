import { connect } from 'node:net';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes what killed processes of race-lab left on disk: directories `<prefix><pid>-…` that belong to
 * these users, whose process is gone, and whose server (if any) does not answer.
 */
export async function sweep(
  directory: string,
  prefix: string,
  uids: readonly number[],
): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  const stale = names.filter((name) => isStale(name, prefix));
  await Promise.all(stale.map((name) => removeIfOurs(join(directory, name), uids)));
}

function isStale(name: string, prefix: string): boolean {
  if (!name.startsWith(prefix)) return false;
  const pid = /^(\d+)-/.exec(name.slice(prefix.length))?.[1];
  return pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function removeIfOurs(path: string, uids: readonly number[]): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found?.isDirectory() || !uids.includes(found.uid)) return;
  // A process of another container has no pid here, but its socket can be reached.
  if (await answers(join(path, '.s.PGSQL.5432'))) return;
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const done = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}
