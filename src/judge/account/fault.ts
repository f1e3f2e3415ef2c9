import type { Fault, Step, StepEvent } from '../../model.js';
import type { ScheduledWrite, WrongWrites } from './schedule.js';

/** The last of the writes that break a schedule, by when its worker learned of it; null without one. */
export function findFault(steps: readonly Step[], { writes, phrase }: WrongWrites): Fault | null {
  const learned = steps.flatMap(({ number, events }) => events.map((event) => ({ number, event })));
  const last = writes
    .map((write) => learned.findIndex(({ event }) => tellsOf(event, write)))
    .reduce((latest, index) => Math.max(latest, index), -1);
  const found = learned[last];
  return found === undefined ? null : { step: found.number, worker: found.event.worker, phrase };
}

/** Whether a worker learns by this that it has written a version. */
function tellsOf(event: StepEvent, { worker, account, version }: ScheduledWrite): boolean {
  if (event.kind !== 'reply' || event.worker !== worker) return false;
  const { reply } = event;
  if (reply.kind !== 'returned' || reply.command === 'SELECT') return false;
  // Not everyone asks for the id of the row that they have just named.
  return reply.rows.some((row) => (row['id'] ?? account) === account && row['version'] === version);
}
