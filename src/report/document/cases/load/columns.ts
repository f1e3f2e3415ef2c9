import type { CaseLoadReport, CaseLoadResult, LoadLatency } from '../../../../model.js';
import { count, milliseconds, rate, UNKNOWN } from '../../../../text/numbers.js';
import { countsByName, figure, label, remark, type Column } from '../../column.js';
import { verdictWord } from '../../failure.js';
import { namedResults, type Named } from '../parts.js';

export type LoadRow = Named<CaseLoadResult>;

/** Results, and what reports call their cases. */
export const rowsOf = ({ plan, results }: Pick<CaseLoadReport, 'plan' | 'results'>): LoadRow[] =>
  namedResults(plan.cases, results);

/** Columns up to this rank are always shown, even if names of cases have to be cut. */
export const ESSENTIAL_RANK = 7;

const latency = (key: keyof LoadLatency, rank: number): Column<LoadRow> =>
  figure(key, (r) => (r.operations.attempted > 0 ? r.latencyMs[key] : null), {
    header: `${key} ms`,
    rank,
    format: milliseconds,
  });

const failureCounts = ({ failures }: LoadRow): string =>
  countsByName(
    Object.fromEntries(Object.entries(failures).map(([cause, failure]) => [cause, failure.count])),
  );

const all: readonly Column<LoadRow>[] = [
  { ...label('case', (r) => r.case), rank: 1, text: (r) => r.name },
  remark('reference', (r) => r.reference ?? null),
  label('functions', (r) => r.workers.join(';')),
  { ...label('verdict', (r) => r.verdict), rank: 2, text: verdictWord },
  figure('attempted', (r) => r.operations.attempted, { header: 'operations', rank: 3 }),
  figure('returned', (r) => r.operations.returned, { header: 'returned', rank: 4 }),
  figure('refused', (r) => r.operations.refused, { header: 'refused', rank: 5 }),
  figure('failed', (r) => r.operations.failed, { header: 'failed', rank: 6 }),
  label('failures', failureCounts),
  label('violated', (r) => r.violations.map(({ invariant }) => invariant).join(';')),
  label('leftOpen', (r) => r.leftOpen.map(({ worker, what }) => `${worker}: ${what}`).join(';')),
  figure('throughput', (r) => r.throughput, { header: 'ops/s', rank: 7, format: rate }),
  latency('p50', 8),
  latency('p95', 10),
  latency('p99', 9),
  latency('max', 11),
  figure('connections', (r) => r.connections, { header: 'connections', rank: 12 }),
  figure('durationMs', (r) => r.durationMs, { header: 'race ms', rank: 13, format: count }),
  label('remarks', (r) => r.remarks.join(' ')),
  label('reason', (r) => r.reason),
  remark('failure', (r) => r.failure?.message ?? null),
];

/** Shows no numbers for a case that could not be raced. */
const measured = (column: Column<LoadRow>): Column<LoadRow> =>
  column.align === 'left'
    ? column
    : { ...column, text: (row) => (row.failure === null ? column.text(row) : UNKNOWN) };

/** Every figure of a load, in the order in which it is read. */
export const columns: readonly Column<LoadRow>[] = all.map(measured);
