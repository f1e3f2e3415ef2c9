import type { ReportContent } from '../document/content.js';

/** What a format may know of the place where its text will be read. */
export interface Style {
  /** Columns of the terminal; 80 when there is none. */
  readonly width: number;
  readonly color: boolean;
}

/** A way to write a report down. */
export interface ReportFormat {
  /** How the name of a file in this format ends, such as `.json`; null: it is never a file. */
  readonly extension: string | null;
  /** Pure. The text ends in one newline. */
  render(content: ReportContent, style: Style): string;
}
