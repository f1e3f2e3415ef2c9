import { SERIALIZATION_FAILURE } from '../../../../judge/serial/serialization-failure.js';
import type { CaseExploreReport, CaseResult } from '../../../../model.js';
import { labelAt, labelOf, levelText } from '../../../../plan/case-rules.js';
import { lettersOf } from '../../../../text/schedule.js';
import { printable } from '../../../../text/wrap.js';
import { countsByName, figure, label, remark, type Column } from '../../column.js';
import { coverageColumns, lasted, lettersText } from '../../exploration/columns.js';
import { verdictWord } from '../../failure.js';

/** A result, and what reports call the case. */
export interface CaseRow extends CaseResult {
  /** The name of the case, or its reference if another case has the same name; and its level, if one was asked for. */
  readonly name: string;
  /** Without the level. */
  readonly caseName: string;
}

/** Results, and what reports call their cases. */
export const rowsOf = ({ plan, results }: Pick<CaseExploreReport, 'plan' | 'results'>): CaseRow[] =>
  results.map((result) => {
    const { case: name, reference, isolation } = result;
    const named = { name, ...(reference === undefined ? {} : { reference }) };
    const caseName = labelOf(named, plan.cases);
    return Object.assign({ name: labelAt(named, isolation, plan.cases), caseName }, result);
  });

type CaseColumn = Column<CaseRow>;

/** Columns up to this rank are always shown, even if names of cases have to be cut. */
export const ESSENTIAL_RANK = 7;

/** In how many schedules a worker failed with 40001. */
const serializationFailures = ({ causes }: CaseRow): number => causes[SERIALIZATION_FAILURE] ?? 0;

const letters = ({ witness }: CaseRow): string =>
  witness === null ? '' : lettersOf(witness.drawn.schedule);

/** Every figure of an exploration of cases, in the order in which it is read. */
export const columns: readonly CaseColumn[] = [
  { ...label('case', (r) => r.case), rank: 1, text: (r) => printable(r.caseName) },
  remark('reference', (r) => r.reference ?? null),
  {
    ...remark<CaseRow>('isolation', (r) => r.isolation),
    rank: 2,
    text: ({ isolation }) => (isolation === null ? '' : levelText(isolation)),
  },
  label('workers', (r) => r.workers.join(';')),
  { ...label('verdict', (r) => r.verdict), rank: 2, text: verdictWord },
  figure('schedules', (r) => r.schedules, { header: 'schedules', rank: 3 }),
  ...coverageColumns<CaseRow>(4),
  figure('broken', (r) => r.broken, { header: 'broken', rank: 5 }),
  figure('held', (r) => r.held, { header: 'held', rank: 6 }),
  figure('serializationFailures', serializationFailures, {
    header: 'needs retry',
    rank: 6,
  }),
  figure('unclear', (r) => r.unclear, { header: 'unclear', rank: 7 }),
  figure('outcomes', (r) => r.outcomes, { header: 'outcomes', rank: 8 }),
  figure('serialOutcomes', (r) => r.serialOutcomes, { header: 'serial outcomes', rank: 10 }),
  figure('serialOrders', (r) => r.serialOrders, { header: 'serial orders' }),
  label('serialSampled', (r) => r.serialSampled),
  label('anomalies', (r) => countsByName(r.anomalies)),
  label('invariants', (r) => countsByName(r.invariants)),
  label('causes', (r) => countsByName(r.causes)),
  figure('statements', (r) => r.statements, { header: 'statements' }),
  figure('unsteady', (r) => r.unsteady, { header: 'unsteady' }),
  label('masked', (r) => r.masked.join(';')),
  label('remarks', (r) => [...r.unaffected, ...r.remarks].join(' ')),
  { ...label('witness', letters), rank: 11, text: (row) => lettersText(letters(row)) },
  figure('witnessSwitches', (r) => r.witness?.drawn.switches ?? null, {
    header: 'witness switches',
  }),
  figure('durationMs', (r) => r.durationMs, { header: 'time', rank: 9, format: lasted }),
  label('reason', (r) => r.reason),
  remark('failure', (r) => r.failure?.message ?? null),
];

/** The columns for people: those with a rank. `unclear` only if there are any, and levels only if some were asked for. */
export const columnsFor = (results: readonly CaseRow[]): readonly CaseColumn[] =>
  columns.filter(({ key, rank }) => rank !== undefined && (isWanted[key]?.(results) ?? true));

const hasLevels = (results: readonly CaseRow[]): boolean =>
  results.some(({ isolation }) => isolation !== null);

/** Whether a column is shown that is not always shown. */
const isWanted: Readonly<Partial<Record<string, (results: readonly CaseRow[]) => boolean>>> = {
  unclear: (results) => results.some(({ unclear }) => unclear > 0),
  isolation: hasLevels,
  serializationFailures: hasLevels,
};
