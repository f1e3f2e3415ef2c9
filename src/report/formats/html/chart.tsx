import type { Chart as ChartBlock } from '../../document/blocks.js';
import { Bars } from './bars.js';
import { figureText, seriesClass } from './chart-parts.js';
import { Lines } from './lines.js';
import { shown } from './text.js';

/** Figures, drawn, with a table of the same figures below. */
export const Chart = (chart: ChartBlock) => (
  <figure class="chart">
    <figcaption>
      {shown(chart.title)} by {shown(chart.over)}
    </figcaption>
    {chart.form === 'lines' ? <Lines {...chart} /> : <Bars {...chart} />}
    {chart.series.length > 1 && <Legend {...chart} />}
    <Figures {...chart} />
  </figure>
);

const Legend = ({ series }: ChartBlock) => (
  <ul class="legend">
    {series.map(({ name }, i) => (
      <li key={i} class={seriesClass(i)}>
        <svg class="key" viewBox="-8 -8 16 16" aria-hidden="true">
          <circle r="5" />
        </svg>
        {shown(name)}
      </li>
    ))}
  </ul>
);

const Figures = ({ over, places, series, unit }: ChartBlock) => (
  <details>
    <summary>Figures</summary>
    <div class="scroll">
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{shown(over)}</th>
            {series.map(({ name }, i) => (
              <th key={i} scope="col" class="right">
                {shown(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place, at) => (
            <tr key={at}>
              <th scope="row">{shown(place)}</th>
              {series.map(({ values }, i) => (
                <td key={i} class="right">
                  {figureText(values[at] ?? null, unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
