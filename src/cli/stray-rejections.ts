import { EnvironmentError } from '../errors.js';
import { shortPath } from '../text/reference.js';
import { placeOf } from '../text/place.js';
import { readable, shown } from '../text/values.js';
import { printable } from '../text/wrap.js';

/**
 * An error that no code handled: from a promise that a strategy did not await, for example, or from
 * a timer. The run ends, and everything is cleaned up.
 */
export function strayError(thrown: unknown): unknown {
  const reason = readable(thrown);
  const place = placeOf(reason);
  // A defect of race-lab: it keeps its stack.
  if (place === null && reason instanceof Error) return reason;
  const what = reason instanceof Error ? `${reason.name}: ${reason.message}` : shown(reason);
  const where = place === null ? '' : ` at ${shortPath(place)}`;
  return new EnvironmentError(`an error that no code handled: ${printable(what)}${where}`, {
    code: 'UNHANDLED_REJECTION',
    hint: 'Look for a promise without an await, or for a timer, in the code of the strategy or the case.',
    cause: reason,
  });
}
