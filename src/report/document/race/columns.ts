import type { Latency, StrategyResult } from '../../../model.js';
import { UNKNOWN, count, milliseconds, rate, signed } from '../../../text/numbers.js';
import { figure, label, remark, countsByName, upToRank, type Column } from '../column.js';
import { verdictWord } from '../failure.js';

/** Columns up to this rank are always shown, even if strategies' names have to be cut. */
export const ESSENTIAL_RANK = 7;

/** Columns up to this rank are shown on a page: up to the latencies and the counts. */
export const PAGE_RANK = 12;

type ResultColumn = Column<StrategyResult>;

/** Without operations there are no latencies. */
const latency = (key: keyof Latency, rank: number): ResultColumn =>
  figure(key, (r) => (r.operations.attempted > 0 ? r.latencyMs[key] : null), {
    header: `${key} ms`,
    rank,
    format: milliseconds,
  });

/** A figure that is a lower or an upper bound in an estimate. */
const bounded = (sign: '≥' | '≤', column: ResultColumn): ResultColumn => ({
  ...column,
  text(result) {
    const text = column.text(result);
    return result.estimated && column.value(result) !== null ? `${sign} ${text}` : text;
  },
});

const verdict: ResultColumn = {
  ...label('verdict', (result) => result.verdict),
  rank: 2,
  text: (result) => (result.cutShort ? `${verdictWord(result)} *` : verdictWord(result)),
};

/** Shows no numbers for a strategy that failed before anything was measured. */
const measured = (column: ResultColumn): ResultColumn =>
  column.align === 'left'
    ? column
    : { ...column, text: (result) => (isMeasured(result) ? column.text(result) : UNKNOWN) };

const isMeasured = ({ failure, operations }: StrategyResult): boolean =>
  failure === null || operations.attempted > 0;

const all: readonly ResultColumn[] = [
  { ...label('strategy', (r) => r.strategy), rank: 1 },
  label('scenario', (r) => r.scenario),
  figure('workers', (r) => r.workers, { header: 'workers' }),
  figure('processes', (r) => r.processes, { header: 'processes' }),
  verdict,
  figure('initialBalance', (r) => r.initialBalance, { header: 'initial balance' }),
  figure('finalBalance', (r) => r.finalBalance, { header: 'final balance', rank: 3 }),
  figure('expectedBalance', (r) => r.expectedBalance, { header: 'expected balance', rank: 13 }),
  figure('drift', (r) => r.drift, { header: 'drift', rank: 14, format: signed }),
  bounded(
    '≥',
    figure('lostUpdates', (r) => r.lostUpdates, { header: 'lost updates', rank: 4 }),
  ),
  bounded(
    '≥',
    figure('violations', (r) => r.violations, { header: 'violations', rank: 5 }),
  ),
  bounded(
    '≤',
    figure('lowestTrueBalance', (r) => r.lowestTrueBalance, {
      header: 'lowest true balance',
      rank: 16,
    }),
  ),
  bounded(
    '≤',
    figure('lowestStoredBalance', (r) => r.lowestStoredBalance, {
      header: 'lowest stored balance',
      rank: 17,
    }),
  ),
  label('estimated', (r) => r.estimated),
  figure('attempted', (r) => r.operations.attempted, { header: 'attempted', rank: 23 }),
  figure('committed', (r) => r.operations.committed, { header: 'committed', rank: 10 }),
  figure('refused', (r) => r.operations.refused, { header: 'refused', rank: 11 }),
  figure('failed', (r) => r.operations.failed, { header: 'failed', rank: 12 }),
  figure('indeterminate', (r) => r.operations.indeterminate, { header: 'indeterminate', rank: 15 }),
  figure('overlapping', (r) => r.operations.overlapping, { header: 'overlapping', rank: 22 }),
  figure('retries', (r) => r.retries, { header: 'retries', rank: 6 }),
  figure('retriedOperations', (r) => r.retriedOperations, {
    header: 'retried operations',
    rank: 21,
  }),
  label('conflicts', (r) => countsByName(r.conflicts)),
  figure('throughput', (r) => r.throughput, { header: 'ops/s', rank: 7, format: rate }),
  latency('p50', 8),
  latency('p90', 18),
  latency('p99', 9),
  latency('max', 19),
  figure('durationMs', (r) => r.durationMs, { header: 'race ms', rank: 20, format: count }),
  label('cutShort', (r) => r.cutShort),
  label('reason', (r) => r.reason),
  remark('failure', (r) => r.failure?.message ?? null),
];

/** Every figure of a result, in the order in which it is read. */
export const columns: readonly ResultColumn[] = all.map(measured);

/** The columns up to a rank, in reading order. */
export const columnsUpTo = (rank: number): readonly ResultColumn[] => upToRank(columns, rank);
