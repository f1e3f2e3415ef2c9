/** A chart as lines of text, which can be read without colour: each series has a letter. */
import { padEnd, padStart, widestOf, widthOf } from '../../../text/width.js';
import { printable } from '../../../text/wrap.js';
import type { Chart } from '../../document/blocks.js';
import { axisUpTo, type Axis } from './axis.js';

/** How the chart is shown. */
export interface ChartStyle {
  readonly width: number;
  /** Colours a mark of the series with this index. */
  readonly paint: (text: string, series: number) => string;
}

/** Rows above the axis, about: each step of the axis has a whole number of them. */
const ROWS = 7;
const WIDEST = 80;
/** Columns from one place to the next. */
const WIDEST_SLOT = 12;
const NARROWEST_SLOT = 2;
/** More lines than this could not be told apart. */
const MOST_LINES = 4;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DOT = '·';
const MORE = '+';
const OTHERS = `${MORE} and others`;

/** One character of the drawing, and the series that it belongs to. */
interface Mark {
  readonly text: string;
  readonly series: number;
}

/** What all parts of a chart depend on. */
interface Canvas {
  readonly chart: Chart;
  readonly axis: Axis;
  readonly rows: number;
  readonly slot: number;
  /** Width of the labels on the left. */
  readonly margin: number;
  readonly style: ChartStyle;
  /** From top to bottom; each has a mark or nothing in each column. */
  readonly marks: (Mark | undefined)[][];
}

/** The drawing of a chart with lines; nothing for bars, without any figure, and without room. */
export function chartLines(chart: Chart, style: ChartStyle): string[] {
  const figures = chart.series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (chart.form === 'bars' || figures.length === 0) return [];
  const canvas = canvasFor(chart, axisUpTo(Math.max(...figures), chart.unit), style);
  if (canvas.slot < NARROWEST_SLOT) return [];
  chart.series.forEach((_, series) => mark(canvas, series));
  if (chart.series.length <= MOST_LINES) {
    chart.series.forEach((_, series) => connect(canvas, series));
  }
  return [printable(chart.title), ...drawing(canvas), ...places(canvas), ...legend(canvas)];
}

function canvasFor(chart: Chart, axis: Axis, style: ChartStyle): Canvas {
  const steps = axis.ticks.length - 1;
  const rows = Math.max(1, Math.round(ROWS / steps)) * steps;
  const margin = widestOf(axis.ticks.map(({ label }) => label));
  const over = widthOf(printable(chart.over)) + 1;
  const room = Math.min(style.width, WIDEST) - margin - 2 - over;
  const slot = Math.min(WIDEST_SLOT, Math.floor(room / chart.places.length));
  const columns = Math.max(0, slot * chart.places.length);
  const marks = Array.from({ length: rows + 1 }, () =>
    Array.from({ length: columns }, (): Mark | undefined => undefined),
  );
  return { chart, axis, rows, slot, margin, style, marks };
}

/** Row 0 is the top. */
const rowOf = ({ axis, rows }: Canvas, value: number): number =>
  rows - Math.round((Math.max(0, value) / axis.top) * rows);

/** Puts the letter of a series at each of its figures, beside the letters that are there already. */
function mark(canvas: Canvas, series: number): void {
  const { chart, slot, marks } = canvas;
  chart.series[series]?.values.forEach((value, place) => {
    const row = value === null ? undefined : marks[rowOf(canvas, value)];
    if (row === undefined) return;
    const first = place * slot;
    // One column stays free before the next place.
    const last = first + slot - 2;
    let column = first;
    while (column < last && row[column] !== undefined) column += 1;
    const text = row[column] === undefined ? letterOf(series) : MORE;
    row[column] = { text, series };
  });
}

const letterOf = (series: number): string => LETTERS[series] ?? '?';

/** Draws dots from each figure to the next one. No dots lead to an unknown figure. */
function connect(canvas: Canvas, series: number): void {
  const { chart, slot, marks } = canvas;
  const values = chart.series[series]?.values ?? [];
  values.forEach((value, place) => {
    const next = values[place + 1] ?? null;
    if (value === null || next === null) return;
    for (let step = 1; step < slot; step += 1) {
      const row = marks[rowOf(canvas, value + ((next - value) * step) / slot)];
      const column = place * slot + step;
      if (row) row[column] ??= { text: DOT, series };
    }
  });
}

/** The labels on the left, the axis, and the marks. */
function drawing(canvas: Canvas): string[] {
  const { axis, margin, marks, rows, style } = canvas;
  const labels = new Map(axis.ticks.map(({ value, label }) => [rowOf(canvas, value), label]));
  return marks.map((row, index) => {
    const label = labels.get(index);
    const corner = index === rows ? '┼' : '┤';
    const side = `${padStart(label ?? '', margin)} ${label === undefined ? '│' : corner}`;
    const blank = index === rows ? '─' : ' ';
    const cells = row.map((cell) =>
      cell === undefined ? blank : style.paint(cell.text, cell.series),
    );
    return `${side}${cells.join('')}`.trimEnd();
  });
}

/** The names of the places below the axis; one that would touch the name before it is left out. */
function places({ chart, margin, slot }: Canvas): string[] {
  let line = ' '.repeat(margin + 2);
  chart.places.forEach((place, index) => {
    const column = margin + 2 + index * slot;
    if (index > 0 && widthOf(line) >= column) return;
    line = padEnd(line, column) + printable(place);
  });
  const end = margin + 2 + chart.places.length * slot;
  return [`${padEnd(line, end)} ${printable(chart.over)}`];
}

/** Which letter is which series. */
function legend({ chart, margin, style, marks }: Canvas): string[] {
  const isCrowded = marks.flat().some((cell) => cell?.text === MORE);
  const entries = chart.series.map(({ name }, series) => ({
    width: widthOf(printable(name)) + 2,
    text: `${style.paint(letterOf(series), series)} ${printable(name)}`,
  }));
  if (isCrowded) entries.push({ width: widthOf(OTHERS), text: OTHERS });
  const room = Math.min(style.width, WIDEST) - margin - 2;
  const lines: { width: number; texts: string[] }[] = [];
  for (const { width, text } of entries) {
    const line = lines.at(-1);
    if (line !== undefined && line.width + 2 + width <= room) {
      line.width += 2 + width;
      line.texts.push(text);
    } else lines.push({ width, texts: [text] });
  }
  return lines.map(({ texts }) => ' '.repeat(margin + 2) + texts.join('  '));
}
