/** How a gate comes to rest when the workers have ended. */
import { nextTurn } from '../../own-timers.js';
import type { HostedConnection } from './connection-host.js';

/** Lets go what is held. @param late receives each statement that was */
export function releaseHeld(
  connections: readonly HostedConnection[],
  late: (sql: string) => void,
): void {
  for (const { position } of connections) {
    if (position.kind === 'answered') position.deliver();
    if (position.kind !== 'ready') continue;
    if (position.step.action?.kind === 'statement') late(position.step.action.sql);
    position.release();
  }
}

/** Rolls back what is open until the server carries out nothing any more. */
export async function rollBackAll(gate: {
  readonly connections: readonly HostedConnection[];
}): Promise<void> {
  for (;;) {
    for (const connection of gate.connections)
      if (connection.inTransaction && connection.isIdle) await connection.rollBack();
    if (!gate.connections.some((each) => isAtWork(each))) return;
    await nextTurn();
  }
}

/** Whether the server may still carry out something for a connection. */
export const isAtWork = ({ isBusy, position, hasLeft }: HostedConnection): boolean =>
  isBusy || hasLeft || position.kind === 'sent' || position.kind === 'waiting';
