/** The messages between the processes of a load, as plain data. */
import type { Extent } from '../../../model.js';
import type { Failure } from '../../../race/processes/protocol.js';
import type { LoadPart } from './load-log.js';

/** A message to a process of a load. Each order is answered before the next is sent. */
export type LoadOrder =
  /** Loads the case, and opens its application. The environment variables lead to its database. */
  | { readonly kind: 'open'; readonly file: string; readonly name: string; readonly url: string }
  /**
   * Calls the functions of these workers again and again.
   * @property startAt see `monotonicMs` for the clock
   */
  | {
      readonly kind: 'work';
      readonly workers: readonly number[];
      readonly extent: Extent;
      readonly startAt: number;
    }
  | { readonly kind: 'close' };

/** A message of such a process: the answer to an order, or a report before it. */
export type LoadReport =
  | { readonly kind: 'opened' }
  /** So many operations ended since the last such report; not an answer. */
  | { readonly kind: 'progress'; readonly operations: number }
  | { readonly kind: 'worked'; readonly part: LoadPart }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly failure: Failure };
