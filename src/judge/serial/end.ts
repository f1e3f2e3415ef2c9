/** The end of one schedule of a case: all that the serial judge compares. */
import type { Ending, JsonValue, LeftOpen, Schedule } from '../../model.js';

export interface CaseEnd {
  /** By worker, from worker 1; null: it did not run, because the order was one of other workers. */
  readonly endings: readonly (Ending | null)[];
  /** The committed rows of every table of the case: always the same tables, in the same order. */
  readonly tables: readonly TableEnd[];
  /** The violated invariants, each with the first few rows that violate it. */
  readonly violations: readonly {
    readonly invariant: string;
    readonly rows: readonly JsonValue[];
  }[];
  readonly leftOpen: readonly { readonly worker: number; readonly what: LeftOpen }[];
  /** How often the server answered a COMMIT with ROLLBACK. It is reported, and not compared. */
  readonly rolledBackCommits: number;
  /** Warnings of the server. They are reported, and not compared. */
  readonly warnings: readonly string[];
  /** The workers that ran: all of them in a schedule. */
  readonly ran: readonly number[];
}

/** The part of an end that is compared with those of the serial orders. */
export type ComparedEnd = Pick<CaseEnd, 'endings' | 'tables'>;

/** The committed rows of a table. */
export interface TableEnd {
  readonly shape: TableShape;
  /** The text of each column, as in psql; null is SQL's NULL. */
  readonly rows: readonly Row[];
}

export type Row = readonly (string | null)[];

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** The positions of the primary key's columns; empty: there is none. */
  readonly key: readonly number[];
  readonly references: readonly Reference[];
  /**
   * The positions of columns of numbers that neither a sequence nor another function of the schema gives, and that are
   * part of no key.
   */
  readonly numbers: readonly number[];
}

/** A foreign key. */
export interface Reference {
  /** Positions of its columns. */
  readonly columns: readonly number[];
  /** The table that it points to. */
  readonly table: string;
  /** Positions of the columns that it points to, in the order of `columns`. */
  readonly targetColumns: readonly number[];
}

/** Two ends of one order. */
export interface EndPair {
  readonly first: CaseEnd;
  readonly second: CaseEnd;
}

/** An order of workers, one after another, that was run twice from the same rows. */
export interface SerialRun extends EndPair {
  /** Worker numbers: `[2, 1]` for B before A. Some workers may be missing. */
  readonly order: Schedule;
  /** With sequences that start at another number. */
  readonly second: CaseEnd;
}

/** How `ignore` and reports name a column. */
export const columnName = (shape: Pick<TableShape, 'name' | 'columns'>, position: number): string =>
  `${shape.name}.${shape.columns[position] ?? ''}`;
