/** Where a remark stands: in the lane of its worker, or in a list with the worker's letter before it. */
import { letterOf } from '../../../text/schedule.js';
import type { Moment } from './moments.js';
import type { Palette } from './palette.js';
import { EMPTY, GAP, type Cell } from './row.js';

/** The columns between the numbers of the steps and the accounts. */
export interface Layout {
  /** Columns that a remark may take. */
  readonly room: number;
  readonly header: readonly Cell[];
  /** @param widest columns that the widest line of all remarks takes */
  widths(widest: number): readonly number[];
  /** A line of a moment, in its place. */
  cells(moment: Moment, line: Cell, isFirst: boolean): readonly Cell[];
}

/** Narrower lanes are harder to read than a list. */
const NARROWEST_LANE = 18;

/** Stands in the lane of a worker that waits. */
const WAITING = '┊';

/**
 * Lanes where they are wide enough, or as wide as any remark; otherwise a list.
 * @param room columns for all workers together
 * @param longest columns of the longest remark
 */
export function layoutFor(
  room: number,
  { workers, longest }: { workers: number; longest: number },
  palette: Palette,
): Layout {
  const lane = Math.floor((room - GAP.length * (workers - 1)) / workers);
  if (lane >= Math.min(NARROWEST_LANE, longest)) return lanes(lane, workers, palette);
  return list(Math.max(NARROWEST_LANE, room - GAP.length - 1), palette);
}

function lanes(room: number, count: number, palette: Palette): Layout {
  const workers = Array.from({ length: count }, (_, i) => i + 1);
  return {
    room,
    header: workers.map((worker) => ({ text: letterOf(worker), paint: palette.letter(worker) })),
    widths: (widest) => workers.map(() => widest),
    cells: (moment, line) =>
      workers.map((worker) => {
        if (worker === moment.worker) return line;
        if (!moment.waiting.has(worker)) return EMPTY;
        return { text: WAITING, paint: palette.waiting(worker) };
      }),
  };
}

const list = (room: number, palette: Palette): Layout => ({
  room,
  header: [EMPTY, EMPTY],
  widths: (widest) => [1, widest],
  cells: ({ worker }, line, isFirst) => [
    isFirst ? { text: letterOf(worker), paint: palette.letter(worker) } : EMPTY,
    line,
  ],
});
