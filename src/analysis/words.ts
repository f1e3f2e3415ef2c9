/** How the analysis puts operations and versions into sentences. */
import { count, span } from '../text/numbers.js';
import type { Naming } from './naming.js';
import type { Update } from './versions.js';

/** More versions than this are told as a range. */
export const LISTED = 3;

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `a, b and c` */
export const listed = (parts: readonly string[]): string => list.format(parts);

/** `withdrew 10` */
export const deed = (by: number): string =>
  by < 0 ? `withdrew ${count(-by)}` : `deposited ${count(by)}`;

/** `is` or `are`, and the like: the form that goes with a number. */
export const numbered = (number: number, one: string, many: string): string =>
  number === 1 ? one : many;

/** Where to read about a strategy, in brackets; nothing where the command line cannot name it. */
export const explainedBy = (reference: string | undefined): string =>
  reference === undefined ? '' : ` (see race-lab explain ${reference})`;

/** A measured time, to three significant digits: `431 ms`, `10 s`. */
export const lasted = (ms: number): string => span(Number(ms.toPrecision(3)));

/**
 * Which versions, and whose: `versions 13 and 14 by workers 3 and 21`, or
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
