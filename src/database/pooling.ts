/** Detects a connection pool between race-lab and the server, and refuses one that shares sessions. */
import { EnvironmentError } from '../errors.js';
import { describeTarget, type ConnectionTarget } from './address.js';
import { connectionFailure } from './connection-failure.js';
import { sqlstateIn } from './error-chain.js';
import { SessionLost } from './session-lost.js';
import type { SessionOptions } from './opening.js';
import { Session } from './session.js';
import { PATIENCE } from './patience.js';
import { option } from '../text/option.js';

/** How many checks to make: the load from other clients of the pool can make a single check pass. */
const LOOKS = 5;
/** How long a pool may take to provide a second session, in milliseconds. */
const SECOND_SESSION_MS = 3_000;

/**
 * Refuses a pool that gives each transaction another server session, because a setting of one client
 * then reaches other clients. The check itself changes no setting.
 * @param session one that has changed no setting yet
 * @throws {EnvironmentError}
 */
export async function requireOwnSession(
  session: Session,
  target: ConnectionTarget,
  options: SessionOptions,
): Promise<void> {
  // A pool invents the pid in its BackendKeyData message.
  if (session.announcedPid === session.pid) return;
  const where = describeTarget(target);
  if (await isShared(session, target, options)) {
    throw new EnvironmentError(
      `${where} is a connection pool that gives each transaction another server session, so session settings and locks would affect other clients`,
      {
        code: 'UNSUITABLE_POOL',
        option: 'url',
        hint: `Use the server's own port in ${option('url')}, or a pool in session mode. Nothing was changed.`,
      },
    );
  }
}

async function isShared(
  session: Session,
  target: ConnectionTarget,
  options: SessionOptions,
): Promise<boolean> {
  const patience = { ...(options.patience ?? PATIENCE), answerMs: SECOND_SESSION_MS };
  const second = await Session.begin(target, { ...options, patience }).catch((error: unknown) => {
    throw noSecond(error, target);
  });
  try {
    for (let look = 1; look <= LOOKS; look += 1) {
      if (await meets(session, second)) return true;
    }
    return false;
  } catch (error) {
    // A pool that gives each statement another session refuses to begin a transaction.
    const refused = error instanceof SessionLost ? error.cause : error;
    if (sqlstateIn(refused) !== undefined) return true;
    throw noSecond(error, target);
  } finally {
    await second.close();
  }
}

/** Whether two sessions share a backend, or one of them has moved to another backend. */
async function meets(session: Session, second: Session): Promise<boolean> {
  const before = [await pidOf(session), await pidOf(session)];
  await second.script('begin');
  const held = await pidOf(second);
  const isSame = before.includes(held) || before.some((pid) => pid !== session.pid);
  const moved = isSame || (await pidOf(session)) !== session.pid;
  await second.script('rollback');
  return moved;
}

async function pidOf(session: Session): Promise<number> {
  const [row] = await session.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid');
  return row?.pid ?? 0;
}

function noSecond(error: unknown, target: ConnectionTarget): EnvironmentError {
  if (!(error instanceof SessionLost)) return connectionFailure(error, target);
  return new EnvironmentError(
    `${describeTarget(target)} is a connection pool that provides no second session, or allows no transaction`,
    {
      code: 'UNSUITABLE_POOL',
      option: 'url',
      hint: `Use the server's own port in ${option('url')}, or a pool in session mode that has room for more sessions.`,
      cause: error,
    },
  );
}
