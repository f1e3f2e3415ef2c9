import type { Value } from '../document/column.js';

/**
 * Records for spreadsheets. Quoted as RFC 4180 says; lines end in LF, which every reader takes,
 * and which leaves files alike on all systems.
 */
export const records = (rows: readonly (readonly Value[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\n`).join('');

function field(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
