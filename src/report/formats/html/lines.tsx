import { scalePoint } from 'd3-scale';
import { line, symbol, symbolsFill } from 'd3-shape';

import type { Chart, ChartSeries } from '../../document/blocks.js';
import { figureText, labelOf, seriesClass, valueScale, WIDTH } from './chart-parts.js';
import { shown } from './text.js';

const HEIGHT = 260;
const LEFT = 64;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 40;
const TICKS = 5;
const SIGN_SIZE = 44;

type Point = readonly [x: number, y: number | null];

/** A line for each series. The places are set at equal distances, in their order. */
export const Lines = (chart: Chart) => {
  const { over, places, series, unit } = chart;
  const x = scalePoint([...places], [LEFT, WIDTH - RIGHT]).padding(0.2);
  const y = valueScale(chart, HEIGHT - BOTTOM, TOP);
  const pointsOf = ({ values }: ChartSeries): Point[] =>
    places.map((place, i) => {
      const value = values[i] ?? null;
      return [x(place) ?? 0, value === null ? null : y(value)];
    });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={labelOf(chart)}>
      {y.ticks(TICKS).map((tick) => (
        <g key={tick} class="tick" transform={`translate(0 ${y(tick)})`}>
          <line x1={LEFT} x2={WIDTH - RIGHT} />
          <text x={LEFT - 8} dy="0.32em" text-anchor="end">
            {figureText(tick, unit)}
          </text>
        </g>
      ))}
      {places.map((place) => (
        <text key={place} class="place" x={x(place)} y={HEIGHT - BOTTOM + 18} text-anchor="middle">
          {shown(place)}
        </text>
      ))}
      <text class="place" x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 4} text-anchor="middle">
        {shown(over)}
      </text>
      {series.map((each, i) => (
        <Line key={i} index={i} name={each.name} points={pointsOf(each)} />
      ))}
    </svg>
  );
};

interface LineProps {
  readonly index: number;
  readonly name: string;
  readonly points: readonly Point[];
}

/** Has a gap where a value is unknown. Each series has its own sign, not only its own hue. */
const Line = ({ index, name, points }: LineProps) => {
  const path = line<Point>()
    .defined(([, y]) => y !== null)
    .x(([x]) => x)
    .y(([, y]) => y ?? 0);
  const shape = symbolsFill[index % symbolsFill.length];
  const sign = shape === undefined ? null : symbol(shape, SIGN_SIZE)();
  return (
    <g class={seriesClass(index)}>
      <title>{shown(name)}</title>
      <path class="line" d={path([...points]) ?? ''} />
      {points.map(
        ([x, y], i) =>
          y !== null &&
          sign !== null && <path key={i} d={sign} transform={`translate(${x} ${y})`} />,
      )}
    </g>
  );
};
