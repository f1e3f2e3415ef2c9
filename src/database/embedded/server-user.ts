import { readFile } from 'node:fs/promises';

import { EnvironmentError } from '../../errors.js';
import { option } from '../../text/option.js';

/** The operating-system user the server runs as. */
export interface ServerUser {
  readonly uid: number;
  /** Set when race-lab runs as root. PostgreSQL refuses to run as root, so child processes run as this user. */
  readonly switchTo: { readonly uid: number; readonly gid: number } | null;
}

/** The unprivileged user that a server started by root runs as. */
const UNPRIVILEGED = 'nobody';

/** @throws {EnvironmentError} when race-lab runs as root and the system has no unprivileged user */
export async function findServerUser(): Promise<ServerUser> {
  const uid = process.getuid?.();
  if (uid === undefined) {
    throw new EnvironmentError('the embedded PostgreSQL does not run on this platform', {
      code: 'EMBEDDED_UNAVAILABLE',
      hint: `Use a server of your own with ${option('url')} postgres://…, or run race-lab under WSL.`,
    });
  }
  if (uid !== 0) return { uid, switchTo: null };
  const account = await findUnprivileged();
  return { uid: account.uid, switchTo: account };
}

async function findUnprivileged(): Promise<{ uid: number; gid: number }> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const line of users.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    // Some systems write the id of `nobody` as -2, which is an unsigned number for the kernel.
    if (name === UNPRIVILEGED) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  throw new EnvironmentError(
    `PostgreSQL does not run as root, and there is no user "${UNPRIVILEGED}" to run it as`,
    {
      code: 'EMBEDDED_UNAVAILABLE',
      hint: `Run race-lab as an ordinary user, or use a server of your own with ${option('url')}.`,
    },
  );
}
