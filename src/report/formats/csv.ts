import type { Value } from '../document/column.js';
import type { ReportFormat } from './format.js';

/**
 * For spreadsheets. Quoted as in RFC 4180. Lines end in LF, which every reader accepts, so files
 * are the same on all systems.
 */
export const csv: ReportFormat = {
  extension: '.csv',
  render: (content) =>
    content
      .records()
      .map((record) => `${record.map(field).join(',')}\n`)
      .join(''),
};

function field(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
