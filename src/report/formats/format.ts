import type { ReportContent } from '../document/content.js';

/** What a format knows about the place where its text is shown. */
export interface Style {
  /** Columns of the terminal; 80 when there is none. */
  readonly width: number;
  readonly color: boolean;
}

/** An output format of reports. */
export interface ReportFormat {
  /** The file name extension, such as `.json`; null: `--output` cannot write this format. */
  readonly extension: string | null;
  /** Pure. The text ends in one newline. */
  render(content: ReportContent, style: Style): string;
}
