import type { OperationRecord } from '../model.js';

/** A version that an update returned before it was known whether its transaction committed. */
export interface ObservedWrite {
  readonly account: number;
  readonly version: number;
}

/** A record as a worker writes it. */
export interface RawRecord extends OperationRecord {
  /** The versions that help to settle a commit whose reply was lost. Empty for all other outcomes. */
  readonly seen: readonly ObservedWrite[];
}
