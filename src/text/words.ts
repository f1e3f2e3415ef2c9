/** Words and lists in sentences. */
import { count, counted, span } from './numbers.js';

/** A list with more items than this is shortened. */
export const LISTED = 3;

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `a, b and c` */
export const listed = (parts: readonly string[]): string => list.format(parts);

/** `withdrew 10` */
export const deed = (by: number): string =>
  by < 0 ? `withdrew ${count(-by)}` : `deposited ${count(by)}`;

/** `2 workers × 1 operation` */
export const product = (workers: number, operations: number): string =>
  `${counted(workers, 'worker')} × ${counted(operations, 'operation')}`;

/** The singular or plural form for a number, such as `is` or `are`. */
export const numbered = (number: number, one: string, many: string): string =>
  number === 1 ? one : many;

/** Where to read about a strategy, in brackets; empty if the command line cannot name it. */
export const explainedBy = (reference: string | undefined): string =>
  reference === undefined ? '' : ` (see race-lab explain ${reference})`;

/** A measured time, to three significant digits: `431 ms`, `10 s`. */
export const lasted = (ms: number): string => span(Number(ms.toPrecision(3)));
