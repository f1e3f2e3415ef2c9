import type { Report } from '../../model.js';

/** What a reporter may know of the place where its text will be read. */
export interface Style {
  /** Columns of the terminal; 80 when there is none. */
  readonly width: number;
  readonly color: boolean;
}

/** Turns a report into text that ends in one newline. Pure. */
export interface Reporter {
  (report: Report, style: Style): string;
  /** How the name of a file in this format ends, such as `.json`; absent: it is never a file. */
  readonly extension?: string;
}
