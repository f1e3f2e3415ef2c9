/** How sentences name versions. */
import { count } from '../../text/numbers.js';
import { LISTED, listed, numbered } from '../../text/words.js';
import type { Naming } from './naming.js';
import type { Update } from './updates.js';

/**
 * Versions and their writers: `versions 13 and 14 by workers 3 and 21`, or
 * `versions 13 to 44 by 21 workers`.
 * @param updates of one account, at least one, in version order
 */
export function versionsBy(updates: readonly Update[], naming: Naming): string {
  const workers = [...new Set(updates.map(({ operation }) => operation.worker))];
  const owners = updates.length > LISTED ? naming.crowd(workers) : naming.workers(workers);
  return `${versionsOf(updates)} by ${owners}`;
}

/**
 * `version 13`, `versions 13 and 14`, or `versions 13 to 44`.
 * @param updates of one account, at least one, in version order
 */
export function versionsOf(updates: readonly Update[]): string {
  if (updates.length > LISTED) return range(updates);
  const versions = listed(updates.map(({ version }) => String(version)));
  return `${numbered(updates.length, 'version', 'versions')} ${versions}`;
}

/** The updates that {@link versionsBy} names one by one, or the ends of the range that it gives. */
export function named(updates: readonly Update[]): readonly Update[] {
  return updates.length > LISTED ? [...updates.slice(0, 1), ...updates.slice(-1)] : updates;
}

function range(updates: readonly Update[]): string {
  const first = updates[0]?.version ?? 0;
  const last = updates.at(-1)?.version ?? 0;
  const whole = last - first + 1 === updates.length;
  return `${whole ? '' : `${count(updates.length)} of the `}versions ${first} to ${last}`;
}
