import type { ScheduleEvent } from '../model.js';

/**
 * The position of an event among the events of its step that were received before it. Causes come before
 * effects, even when the replies of two sessions arrived in the other order: the deadlock victim comes before
 * the workers that continue because of it, and the reply to the released worker comes before the replies to the
 * workers that it unblocks.
 * @param released the number of the worker that the step released
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

/** The position of a note on a worker: after the last event of that worker. */
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
