import type { OperationRecord } from '../model.js';

/** A version that an update returned before its transaction's fate was known. */
export interface ObservedWrite {
  readonly account: number;
  readonly version: number;
}

/** A record as a worker leaves it. */
export interface RawRecord extends OperationRecord {
  /** Helps to settle a commit whose reply was lost; empty for whatever else became of it. */
  readonly seen: readonly ObservedWrite[];
}
