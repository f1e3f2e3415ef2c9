import type { Report } from '../model.js';
import { columns } from './document/race/columns.js';
import { records } from './formats/csv.js';

/**
 * For spreadsheets: a header, then a line for each strategy; numbers are unrounded and a field
 * that is not known is empty. The seed stands last in every line.
 */
export function csv({ plan, results }: Report): string {
  const rows = results.map((result) => [
    ...columns.map((column) => column.value(result)),
    plan.seed,
  ]);
  return records([[...columns.map(({ key }) => key), 'seed'], ...rows]);
}
csv.extension = '.csv';
