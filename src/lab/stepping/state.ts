/** A schedule that a person steps through, at one moment, as plain data. */
import type { Verdict } from '../../model.js';
import type { Finding } from '../../report/document/blocks.js';
import type { Drawn } from '../../report/drawing/index.js';

/** Plain data, for JSON. */
export interface SteppingState {
  /** The name of the strategy or the case. */
  readonly subject: string;
  /** The steps so far, in letters; a small letter is the second half of a statement. */
  readonly schedule: string;
  /** By letter. */
  readonly workers: readonly SteppingWorker[];
  /** The steps so far, for a drawing. */
  readonly drawing: Drawn;
  /** The committed rows after the last step. */
  readonly tables: readonly SteppingTable[];
  /** The command that comes to this moment again, or a call if the command line cannot name the subject. */
  readonly command: string;
  /** Why the steps to begin with could not all be repeated, in a sentence; null: they could. */
  readonly strayed: string | null;
  /** Null: some workers have not ended. */
  readonly judgement: SteppingJudgement | null;
}

/** A worker, and whether it can go. */
export interface SteppingWorker {
  /** `A` */
  readonly letter: string;
  /** Null: workers of a strategy have none. */
  readonly name: string | null;
  readonly position: WorkerPosition;
}

/** Where a worker is. */
export type WorkerPosition =
  /** It can go. */
  | { readonly kind: 'ready'; readonly statement: string }
  /** It waits for a lock. */
  | {
      readonly kind: 'waits';
      /** The letters of the workers that it waits for; empty: not known. */
      readonly for: readonly string[];
      /** What it waits for, in words: `a row of account`; null: not known. */
      readonly lock: string | null;
      /** What it waits with; null: with no statement. */
      readonly statement: string | null;
    }
  /** It waits inside the application, such as for a timer. */
  | { readonly kind: 'quiet' }
  /** Its code runs, or its statement has no answer yet. */
  | { readonly kind: 'working' }
  /** @see ending how, such as `committed`; empty: without a statement */
  | { readonly kind: 'done'; readonly ending: string };

/** Rows of a table. */
export interface SteppingTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The first rows. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** How many rows there are. */
  readonly count: number;
}

/** The verdict on a schedule whose workers have all ended. */
export interface SteppingJudgement {
  readonly verdict: Verdict;
  /** Complete sentences. */
  readonly reason: string;
  /** What a report says of it: the drawing, the evidence, and the command. */
  readonly finding: Finding;
}
