import type { ReportContent } from '../document/content.js';

/** What a format knows about the place where its text is shown. */
export interface Style {
  /** Columns of the terminal; 80 when there is none. */
  readonly width: number;
  readonly color: boolean;
}

/** An output format of reports. */
export interface ReportFormat {
  /** How the name of a file in this format ends, such as `.json`; null: it is never a file. */
  readonly extension: string | null;
  /** Pure. The text ends in one newline. */
  render(content: ReportContent, style: Style): string;
}
