import type { ExploreReport } from '../../model.js';
import { records } from '../formats/csv.js';
import { columns } from '../document/exploration/columns.js';

/**
 * For spreadsheets: a header, then a line for each strategy. What only another kind of coverage
 * could say is empty. The seed stands last in every line.
 */
export function exploreCsv({ plan, results }: ExploreReport): string {
  const rows = results.map((result) => [
    ...columns.map((column) => column.value(result)),
    plan.seed,
  ]);
  return records([[...columns.map(({ key }) => key), 'seed'], ...rows]);
}
