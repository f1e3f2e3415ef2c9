/** What workers that have ended left open. */
import type { LeftOpen } from '../../model.js';
import type { HostedConnection } from './connection-host.js';

/** The connections of a gate, and which of its workers have ended. */
export interface LeftOpenOptions {
  readonly connections: readonly HostedConnection[];
  readonly hasEnded: (worker: number) => boolean;
  readonly report: (worker: number, what: LeftOpen) => void;
}

/**
 * Ends what keeps others waiting: transactions, or else advisory locks of sessions, which are reported only now.
 * @returns null when there is nothing
 */
export function endLeftOpen({
  connections,
  hasEnded,
  report,
}: LeftOpenOptions): Promise<void> | null {
  /** Whether a statement still waits is not known now. */
  const lookAgain = () => {
    for (const each of connections) if (each.position.kind === 'waiting') each.noteBlockers([]);
  };
  const idle = connections.filter(({ isIdle, position }) => isIdle && position.kind === 'idle');
  const open = idle.filter(({ inTransaction, begunBy }) => inTransaction && hasEnded(begunBy));
  if (open.length > 0) {
    return allOf(open.map((connection) => connection.rollBack())).then(lookAgain);
  }
  // Outside a transaction, a session holds only advisory locks.
  const locking = idle.filter(
    ({ inTransaction, worker }) =>
      !inTransaction && worker !== 0 && hasEnded(worker) && isWaitedFor(worker, connections),
  );
  if (locking.length === 0) return null;
  for (const { worker } of locking) report(worker, 'advisory lock');
  return allOf(locking.map((connection) => unlock(connection))).then(lookAgain);
}

/** Releases the session-level advisory locks of a session. */
const unlock = (connection: Pick<HostedConnection, 'run'>): Promise<void> =>
  connection.run('select pg_catalog.pg_advisory_unlock_all()');

/** Releases the advisory locks that workers hold in these sessions. @param report receives those workers */
export async function unlockAll(
  backends: readonly number[],
  connections: readonly HostedConnection[],
  report: (worker: number) => void,
): Promise<void> {
  for (const connection of backends.length === 0 ? [] : connections) {
    if (connection.worker === 0 || !backends.includes(connection.backend ?? 0)) continue;
    report(connection.worker);
    await unlock(connection);
  }
}

/** Undoes what workers have changed in their sessions for good. */
export async function undoChanges(connections: readonly HostedConnection[]): Promise<void> {
  for (const connection of connections) {
    for (const command of connection.takeUndoing()) await connection.run(command);
  }
}

/** Reports the transactions that a worker has left open as it ended. */
export function reportLeftOpen(
  number: number,
  { connections, report }: Pick<LeftOpenOptions, 'connections' | 'report'>,
): void {
  for (const { inTransaction, begunBy, worker, hasLeft } of connections) {
    if (inTransaction && !hasLeft && begunBy === number && worker === number)
      report(number, 'transaction');
  }
}

/** Whether a statement waits for a lock of the worker. */
export const isWaitedFor = (worker: number, connections: readonly HostedConnection[]): boolean =>
  connections.some(({ position }) => position.kind === 'waiting' && position.for.includes(worker));

export const allOf = (work: readonly Promise<void>[]): Promise<void> =>
  Promise.all(work).then(() => undefined);
