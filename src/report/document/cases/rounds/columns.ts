import type { FreeRaceReport, FreeRaceResult } from '../../../../model.js';
import { countsByName, figure, label, remark, type Column } from '../../column.js';
import { lasted } from '../../exploration/columns.js';
import { verdictWord } from '../../failure.js';
import { namedResults, type Named } from '../parts.js';

export type RoundsRow = Named<FreeRaceResult>;

/** Results, and what reports call their cases. */
export const rowsOf = ({ plan, results }: Pick<FreeRaceReport, 'plan' | 'results'>): RoundsRow[] =>
  namedResults(plan.cases, results);

/** Columns up to this rank are always shown, even if names of cases have to be cut. */
export const ESSENTIAL_RANK = 6;

/** Every figure of free rounds, in the order in which it is read. */
export const columns: readonly Column<RoundsRow>[] = [
  { ...label('case', (r) => r.case), rank: 1, text: (r) => r.name },
  remark('reference', (r) => r.reference ?? null),
  label('workers', (r) => r.workers.join(';')),
  { ...label('verdict', (r) => r.verdict), rank: 2, text: verdictWord },
  figure('rounds', (r) => r.rounds, { header: 'rounds', rank: 3 }),
  figure('broken', (r) => r.broken, { header: 'broken', rank: 4 }),
  figure('held', (r) => r.held, { header: 'held', rank: 5 }),
  figure('unclear', (r) => r.unclear, { header: 'unclear', rank: 6 }),
  figure('overlapping', (r) => r.overlapping, { header: 'overlapping' }),
  figure('ends', (r) => r.ends.length, { header: 'ends', rank: 7 }),
  figure('serialOutcomes', (r) => r.serialOutcomes, { header: 'serial outcomes', rank: 9 }),
  figure('serialOrders', (r) => r.serialOrders, { header: 'serial orders' }),
  label('serialSampled', (r) => r.serialSampled),
  label('anomalies', (r) => countsByName(r.anomalies)),
  label('invariants', (r) => countsByName(r.invariants)),
  label('causes', (r) => countsByName(r.causes)),
  label('masked', (r) => r.masked.join(';')),
  label('remarks', (r) => r.remarks.join(' ')),
  figure('racingMs', (r) => r.racingMs, { header: 'racing ms' }),
  figure('durationMs', (r) => r.durationMs, { header: 'time', rank: 8, format: lasted }),
  label('reason', (r) => r.reason),
  remark('failure', (r) => r.failure?.message ?? null),
];

/** The columns for people: those with a rank. `unclear` only if there are any. */
export const columnsFor = (rows: readonly RoundsRow[]): readonly Column<RoundsRow>[] =>
  columns.filter(
    ({ key, rank }) =>
      rank !== undefined && (key !== 'unclear' || rows.some(({ unclear }) => unclear > 0)),
  );
