import type { Latency, StrategyResult } from '../model.js';
import { UNKNOWN, count, milliseconds, rate, signed } from '../text/numbers.js';
import { printable } from '../text/wrap.js';

/** A field of a result as plain data. */
export type Value = string | number | boolean | null;

/** One figure of a result, as every tabular format shows it. */
export interface Column {
  /** Its name in JSON, and in CSV. */
  readonly key: string;
  /** Plain words; a narrow table sets each in a line of its own. */
  readonly header: string;
  /**
   * 1 matters most. What matters least is the first to go when there is no room; without a
   * rank, a column is in CSV only.
   */
  readonly rank?: number;
  readonly align: 'left' | 'right';
  /** The field itself, unrounded. */
  value(result: StrategyResult): Value;
  /** The field as people read it. */
  text(result: StrategyResult): string;
}

/** Columns up to this rank are shown even when strategies' names have to be cut for them. */
export const ESSENTIAL_RANK = 7;

function label(key: string, value: (result: StrategyResult) => string | boolean): Column {
  const text = (result: StrategyResult) => printable(String(value(result)));
  return { key, header: key, align: 'left', value, text };
}

function figure(
  key: string,
  value: (result: StrategyResult) => number | null,
  shown: { header: string; rank?: number; format?: (value: number) => string },
): Column {
  const { format = count, ...rest } = shown;
  const text = (result: StrategyResult) => {
    const number = value(result);
    return number === null ? UNKNOWN : format(number);
  };
  return { key, align: 'right', value, text, ...rest };
}

/** Latencies of no operations are no latencies. */
const latency = (key: keyof Latency, rank: number): Column =>
  figure(key, (r) => (r.operations.attempted > 0 ? r.latencyMs[key] : null), {
    header: `${key} ms`,
    rank,
    format: milliseconds,
  });

const verdict: Column = {
  ...label('verdict', (result) => result.verdict),
  rank: 2,
  text: (result) => (result.cutShort ? `${result.verdict} *` : result.verdict),
};

const conflicts = label('conflicts', (result) =>
  Object.entries(result.conflicts)
    .map(([cause, times]) => `${cause}=${times}`)
    .join(';'),
);

/** Every figure of a result, in the order in which it is read. */
export const columns: readonly Column[] = [
  { ...label('strategy', (r) => r.strategy), rank: 1 },
  label('scenario', (r) => r.scenario),
  figure('workers', (r) => r.workers, { header: 'workers' }),
  figure('processes', (r) => r.processes, { header: 'processes' }),
  verdict,
  figure('initialBalance', (r) => r.initialBalance, { header: 'initial balance' }),
  figure('finalBalance', (r) => r.finalBalance, { header: 'final balance', rank: 3 }),
  figure('expectedBalance', (r) => r.expectedBalance, { header: 'expected balance', rank: 13 }),
  figure('drift', (r) => r.drift, { header: 'drift', rank: 14, format: signed }),
  figure('lostUpdates', (r) => r.lostUpdates, { header: 'lost updates', rank: 4 }),
  figure('violations', (r) => r.violations, { header: 'violations', rank: 5 }),
  figure('lowestTrueBalance', (r) => r.lowestTrueBalance, {
    header: 'lowest true balance',
    rank: 16,
  }),
  figure('lowestStoredBalance', (r) => r.lowestStoredBalance, {
    header: 'lowest stored balance',
    rank: 17,
  }),
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
  conflicts,
  figure('throughput', (r) => r.throughput, { header: 'ops/s', rank: 7, format: rate }),
  latency('p50', 8),
  latency('p90', 18),
  latency('p99', 9),
  latency('max', 19),
  figure('durationMs', (r) => r.durationMs, { header: 'race ms', rank: 20, format: count }),
  label('cutShort', (r) => r.cutShort),
  label('reason', (r) => r.reason),
];

/** The columns of at least a rank, in reading order. */
export const columnsUpTo = (rank: number): readonly Column[] =>
  columns.filter((column) => column.rank !== undefined && column.rank <= rank);
