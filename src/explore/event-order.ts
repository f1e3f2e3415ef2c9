import type { ScheduleEvent } from '../model.js';

/**
 * Where an event belongs among those of its step that were seen before it: causes before effects,
 * also where two sessions were seen in the other order. The victim of a deadlock lets others go on,
 * and the worker that was released is answered before those whom its answer lets go on.
 * @param released number of the worker whose step it is
 */
export function placeFor(
  event: ScheduleEvent,
  before: readonly (ScheduleEvent | { readonly kind: string; readonly worker: number })[],
  released: number,
): number {
  const atOnce = event.kind === 'reply' && event.worker === released && !event.waited;
  if (!endsDeadlock(event) && !atOnce) return before.length;
  const others = before.findIndex(
    (other) => other.worker !== event.worker && (atOnce || wentOn(other)),
  );
  return others < 0 ? before.length : others;
}

/** Where a note on a worker belongs: after the last event of that worker. */
export function placeAfter(worker: number, before: readonly { readonly worker: number }[]): number {
  const last = before.findLastIndex((event) => event.worker === worker);
  return last < 0 ? before.length : last + 1;
}

const isReply = (event: object): event is Extract<ScheduleEvent, { kind: 'reply' }> =>
  'kind' in event && event.kind === 'reply';

const endsDeadlock = (event: ScheduleEvent): boolean =>
  event.kind === 'reply' && event.reply.kind === 'failed' && event.reply.cycle !== null;

const wentOn = (event: object): boolean =>
  isReply(event) && event.waited && event.reply.kind === 'returned';
