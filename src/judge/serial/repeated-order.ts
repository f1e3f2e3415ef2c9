/** A serial order that was run again several times, and what the server said meanwhile. */
import type { Schedule } from '../../model.js';
import type { CaseEnd, SerialRun } from './end.js';

/** A range of numbers. */
export type Span = readonly [from: number, to: number];

/** A run of an order, with what the server said before it (`from`) and after it (`to`). */
export interface TimedRun {
  readonly end: CaseEnd;
  /** The server's clock, in milliseconds since 1970. */
  readonly clock: Span;
  /** The transaction id that the server gives next. */
  readonly transactions: Span;
}

/**
 * An order that was run again several times in a row. The first run of each pair finds the sequences as every schedule does,
 * and the second one finds them advanced.
 */
export interface RepeatedOrder {
  readonly order: Schedule;
  readonly pairs: readonly { readonly first: TimedRun; readonly second: TimedRun }[];
}

/** The runs without their times. */
export const serialRunsOf = ({ order, pairs }: RepeatedOrder): readonly SerialRun[] =>
  pairs.map(({ first, second }) => ({ order, first: first.end, second: second.end }));
