/** What a drawing shows, before it has a width: the same for accounts and for cases. */
import type { Remark } from './remarks.js';

/** A line of the side column, in parts that should each stay on one line. */
export type SideLine = readonly string[];

/** Events of one worker in a row, until an event of another worker. */
export interface Moment {
  /** The number of the step that begins here; null if the moment belongs to the step before. */
  readonly step: number | null;
  readonly worker: number;
  readonly remarks: readonly Remark[];
  /** Other workers that are waiting. */
  readonly waiting: ReadonlySet<number>;
  /** What becomes visible to others here. */
  readonly side: readonly SideLine[];
  /** Whether the anomaly is completed here. */
  readonly faulty: boolean;
  /** Whether every continuation after this is broken. */
  readonly marked: boolean;
  /** Whether another worker may have sent the statement. */
  readonly uncertain: boolean;
}

/** The column of what is committed. */
export interface SideColumn {
  readonly header: string;
  /** Before the first step. */
  readonly initial: readonly SideLine[];
  /**
   * Columns that it takes; 0: it has nothing to show.
   * @param room width for this column and those of the workers
   */
  widthIn(room: number): number;
}

export interface Picture {
  /** Of each worker's column, by letter. */
  readonly headings: readonly string[];
  /** How many steps there are. */
  readonly steps: number;
  /** In the order in which they are read. */
  readonly moments: readonly Moment[];
  readonly side: SideColumn;
}
