import type { Chart } from '../../document/blocks.js';
import { figureText, labelOf, seriesClass, valueScale, WIDTH } from './chart-parts.js';
import { shown } from './text.js';

const LEFT = 170;
const RIGHT = 90;
const ROW = 20;
const GAP = 6;

/** A group of bars for each place, a bar for each series, each with its figure behind it. */
export const Bars = (chart: Chart) => {
  const { places, series, unit } = chart;
  const group = series.length * ROW + GAP;
  const x = valueScale(chart, LEFT, WIDTH - RIGHT);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${places.length * group}`} role="img" aria-label={labelOf(chart)}>
      {places.map((place, at) => (
        <g key={at} transform={`translate(0 ${at * group})`}>
          <text class="place" x={LEFT - 8} y={(group - GAP) / 2} dy="0.32em" text-anchor="end">
            {shown(place)}
          </text>
          {series.map(({ values }, i) => {
            const value = values[at] ?? null;
            const [from, to] = [x(0), x(value ?? 0)].toSorted((a, b) => a - b);
            return (
              <g key={i} class={seriesClass(i)} transform={`translate(0 ${i * ROW})`}>
                <rect x={from} width={(to ?? 0) - (from ?? 0)} height={ROW - 2} rx="2" />
                <text class="figure" x={(to ?? 0) + 6} y={ROW / 2} dy="0.32em">
                  {figureText(value, unit)}
                </text>
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
};
