import type { Report } from '../model.js';
import { columns, type Value } from './columns.js';

/**
 * For spreadsheets: a header, then a line for each strategy; numbers are unrounded and a field
 * that is not known is empty. Quoted as RFC 4180 says; lines end in LF, which every reader
 * takes, and which leaves files alike on all systems. The seed stands last in every line.
 */
export function csv({ plan, results }: Report): string {
  const rows = results.map((result) => [
    ...columns.map((column) => column.value(result)),
    plan.seed,
  ]);
  return [[...columns.map(({ key }) => key), 'seed'], ...rows]
    .map((row) => `${row.map(field).join(',')}\n`)
    .join('');
}
csv.extension = '.csv';

function field(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
