import type { StepEvent } from '../model.js';

/**
 * Where an event belongs among those of its step that were heard of before it: causes before
 * effects, also where two sessions were heard of in the other order. Who is ended by a deadlock lets
 * others go on, who was released is answered before those whom that lets go, and an attempt ends with
 * its last answer.
 * @param released the worker whose step it is
 */
export function placeFor(event: StepEvent, before: readonly StepEvent[], released: number): number {
  if (event.kind === 'attempt ended') {
    const last = before.findLastIndex(({ worker }) => worker === event.worker);
    return last < 0 ? before.length : last + 1;
  }
  const atOnce = event.kind === 'reply' && event.worker === released && !event.waited;
  if (!endsDeadlock(event) && !atOnce) return before.length;
  const others = before.findIndex(
    (other) => other.worker !== event.worker && (atOnce || wentOn(other)),
  );
  return others < 0 ? before.length : others;
}

const endsDeadlock = (event: StepEvent): boolean =>
  event.kind === 'reply' && event.reply.kind === 'failed' && event.reply.cycle !== null;

const wentOn = (event: StepEvent): boolean =>
  event.kind === 'reply' && event.waited && event.reply.kind === 'returned';
