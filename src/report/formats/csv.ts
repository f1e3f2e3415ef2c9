import type { Value } from '../document/column.js';
import type { ReportFormat } from './format.js';

/**
 * For spreadsheets. Quoted as RFC 4180 says; lines end in LF, which every reader takes, and which
 * leaves files alike on all systems.
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
