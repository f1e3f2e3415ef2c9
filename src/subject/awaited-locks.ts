/** What workers wait for, while a person looks. */
import { readAwaitedLocks } from '../database/awaited-locks.js';
import type { Session } from '../database/session.js';
import type { GatedWorker } from '../explore/gate.js';

/** For each worker that waits for a lock of the server, what that is: `a row of account`. */
export type AwaitedLocks = ReadonlyMap<number, string>;

/** @param session on the database of the workers */
export async function awaitedLocks(
  session: Session,
  workers: readonly GatedWorker[],
): Promise<AwaitedLocks> {
  const waiting = workers.flatMap(({ channels }) =>
    channels.flatMap(({ position, backend, worker }) =>
      position.kind === 'waiting' && backend !== null ? [{ backend, worker }] : [],
    ),
  );
  const locks = await readAwaitedLocks(
    session,
    waiting.map(({ backend }) => backend),
  );
  return new Map(
    waiting.flatMap(({ backend, worker }) => {
      const lock = locks.get(backend);
      return lock === undefined ? [] : [[worker, lock] as const];
    }),
  );
}
