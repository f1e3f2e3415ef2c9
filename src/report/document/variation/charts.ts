/** Figures against the varied parameter, a line for each strategy. */
import type { StrategyResult, VariedReport } from '../../../model.js';
import type { Chart } from '../blocks.js';
import { CHARTED } from '../race/charts.js';

/** A chart for each figure. */
export function variedCharts({ parameter, points }: VariedReport): Chart[] {
  const strategies = points[0]?.plan.strategies ?? [];
  if (points.every(({ report }) => report.results.length === 0)) return [];
  return CHARTED.map(({ title, unit, value }) => ({
    kind: 'chart',
    title,
    form: 'lines',
    over: parameter,
    places: points.map((point) => point.value),
    series: strategies.map(({ name }) => ({
      name,
      values: points.map(({ report }) => figureOf(report.results, name, value)),
    })),
    unit,
  }));
}

/** Null: the strategy has no result at this value. */
function figureOf(
  results: readonly StrategyResult[],
  name: string,
  value: (result: StrategyResult) => number | null,
): number | null {
  const result = results.find(({ strategy }) => strategy === name);
  return result === undefined ? null : value(result);
}
