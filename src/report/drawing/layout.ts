/**
 * The place of a remark: the column of its worker, or a list with the worker's letter before it.
 */
import { letterOf } from '../../text/schedule.js';
import { cutTo } from '../../text/width.js';
import type { Palette } from './palette.js';
import type { Moment } from './picture.js';
import { EMPTY, GAP, type PaintedText } from './row.js';

/** The columns between the numbers of the steps and what is committed. */
export interface Layout {
  /** Width that a remark may take. */
  readonly room: number;
  readonly header: readonly PaintedText[];
  /** @param widest width of the widest line of all remarks */
  widths(widest: number): readonly number[];
  /** A line of a moment, in its place. */
  cells(moment: Moment, line: PaintedText, isFirst: boolean): readonly PaintedText[];
}

/** Narrower columns are harder to read than a list. */
const NARROWEST_COLUMN = 18;

/** Fills the column of a worker that waits. */
const WAITING = '┊';

/**
 * A column for each worker if the columns are wide enough, or as wide as the longest remark;
 * otherwise a list.
 * @param room width for all workers together
 * @param longest width of the longest remark
 */
export function layoutFor(
  room: number,
  { headings, longest }: { headings: readonly string[]; longest: number },
  palette: Palette,
): Layout {
  const workers = headings.length;
  const column = Math.floor((room - GAP.length * (workers - 1)) / workers);
  if (column >= Math.min(NARROWEST_COLUMN, longest)) return columns(column, headings, palette);
  return list(Math.max(NARROWEST_COLUMN, room - GAP.length - 1), headings, palette);
}

function columns(room: number, headings: readonly string[], palette: Palette): Layout {
  const workers = headings.map((_, i) => i + 1);
  return {
    room,
    header: headings.map((heading, i) => ({
      text: cutTo(heading, room),
      paint: palette.letter(i + 1),
    })),
    widths: (widest) => workers.map(() => widest),
    cells: (moment, line) =>
      workers.map((worker) => {
        if (worker === moment.worker) return line;
        if (!moment.waiting.has(worker)) return EMPTY;
        return { text: WAITING, paint: palette.waiting(worker) };
      }),
  };
}

/** Letters need no explanation, but names do: then the header lists them. */
const list = (room: number, headings: readonly string[], palette: Palette): Layout => ({
  room,
  header: [EMPTY, { text: cutTo(namesIn(headings), room), paint: palette.heading }],
  widths: (widest) => [1, widest],
  cells: ({ worker }, line, isFirst) => [
    isFirst ? { text: letterOf(worker), paint: palette.letter(worker) } : EMPTY,
    line,
  ],
});

const namesIn = (headings: readonly string[]): string =>
  headings.every((heading, i) => heading === letterOf(i + 1)) ? '' : headings.join(', ');
