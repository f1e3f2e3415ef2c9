/** What is not compared, because it differs from run to run or because the case says so. */
import type { InferredReferences } from './inferred-references.js';
import type { Masking } from './masking.js';
import type { MessageTemplate } from './message-noise.js';

export interface Mask {
  /** By the name of a column, such as `purchase.created_at`. */
  readonly columns: ReadonlyMap<string, Masking>;
  /**
   * Values of masked key columns that are compared all the same, by the name of the column: the keys
   * of the rows of the start. They are the same in every run.
   */
  readonly startKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** What is compared by the rows that it names. */
  readonly inferred: InferredReferences;
  /** Parts of a worker's result by path, such as `result.items[].id`. */
  readonly results: (worker: number) => ReadonlyMap<string, Masking>;
  /** For messages of errors; the first that matches is used. */
  readonly messages: readonly MessageTemplate[];
}
