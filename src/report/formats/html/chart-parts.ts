/** Shared by the forms of a chart. */
import { scaleLinear } from 'd3-scale';

import { exact, UNKNOWN, withUnit } from '../../../text/numbers.js';
import type { Chart } from '../../document/blocks.js';

/** As many hues as the style sheet has. */
const HUES = 8;

/** The class that gives a series its hue. @param index from 0 */
export const seriesClass = (index: number): string => `series hue-${(index % HUES) + 1}`;

/** Units of the drawing; the page scales it to its own width. */
export const WIDTH = 640;

/** A figure with three significant digits, and its unit. */
export function figureText(value: number | null, unit: string): string {
  if (value === null) return UNKNOWN;
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return withUnit(exact(rounded), unit);
}

/** From 0, so that lengths can be compared; further down only for figures below 0. */
export function valueScale({ series }: Pick<Chart, 'series'>, from: number, to: number) {
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = Math.max(0, ...known);
  const least = Math.min(0, ...known);
  return scaleLinear([least, most === least ? least + 1 : most], [from, to]).nice();
}

/** The text that a screen reader reads instead of the picture. */
export const labelOf = ({ title, over, series, places }: Chart): string =>
  `${title} by ${over}: ${series.map(({ name }) => name).join(', ')}; ${places.length} places`;
