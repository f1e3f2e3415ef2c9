import type { Fault, Step, StepEvent } from '../../model.js';
import type { ScheduledWrite, WrongWrites } from './schedule.js';

/**
 * The write that completes what breaks a schedule: the one whose reply came last. Null: the steps
 * show none.
 */
export function findFault(steps: readonly Step[], { writes, phrase }: WrongWrites): Fault | null {
  const learned = steps.flatMap(({ number, events }) => events.map((event) => ({ number, event })));
  const last = writes
    .map((write) => learned.findIndex(({ event }) => confirms(event, write)))
    .reduce((latest, index) => Math.max(latest, index), -1);
  const found = learned[last];
  return found === undefined ? null : { step: found.number, worker: found.event.worker, phrase };
}

/** Whether the event is the reply that returns this version to its worker. */
function confirms(event: StepEvent, { worker, account, version }: ScheduledWrite): boolean {
  if (event.kind !== 'reply' || event.worker !== worker) return false;
  const { reply } = event;
  if (reply.kind !== 'returned' || reply.command === 'SELECT') return false;
  // A statement need not return the id of the row that it named.
  return reply.rows.some((row) => (row['id'] ?? account) === account && row['version'] === version);
}
