/** The figures of a race that charts show. */
import type { StrategyResult } from '../../../model.js';
import type { Chart } from '../blocks.js';

/** A figure of a result, as a chart shows it. */
interface ChartedFigure {
  readonly title: string;
  readonly unit: string;
  /** Null: not known, or nothing was measured. */
  readonly value: (result: StrategyResult) => number | null;
}

/** Nothing was measured of a strategy that failed at once. */
const measured = (result: StrategyResult, figure: number | null): number | null =>
  result.operations.attempted === 0 ? null : figure;

const RATE: ChartedFigure = {
  title: 'operations per second',
  unit: '/s',
  value: (result) => measured(result, result.throughput),
};

const LOST_UPDATES: ChartedFigure = {
  title: 'lost updates',
  unit: '',
  value: (result) => result.lostUpdates,
};

const LATENCY: ChartedFigure = {
  title: 'p99 latency',
  unit: 'ms',
  value: (result) => measured(result, result.latencyMs.p99),
};

const RETRIES: ChartedFigure = {
  title: 'retries',
  unit: '',
  value: (result) => measured(result, result.retries),
};

/** Figures that are drawn against a parameter. */
export const CHARTED: readonly ChartedFigure[] = [RATE, LOST_UPDATES, LATENCY, RETRIES];

/** Bars that compare strategies; none for a single one. */
export function raceCharts(results: readonly StrategyResult[]): Chart[] {
  if (results.length < 2) return [];
  return [RATE, LOST_UPDATES, LATENCY].map(({ title, unit, value }) => ({
    kind: 'chart',
    title,
    form: 'bars',
    over: 'strategy',
    places: results.map(({ strategy }) => strategy),
    series: [{ name: title, values: results.map(value) }],
    unit,
  }));
}
