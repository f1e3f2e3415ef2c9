import { widthOf } from '../../text/width.js';

/** A text in a column. */
export interface PaintedText {
  readonly text: string;
  /** Colours it, after it was measured. */
  readonly paint: (text: string) => string;
}

export const GAP = '  ';

export const EMPTY: PaintedText = { text: '', paint: (text) => text };

/** Cells side by side, without blanks at the end. */
export function setRow(cells: readonly PaintedText[], widths: readonly number[]): string {
  const last = cells.findLastIndex(({ text }) => text !== '');
  return cells
    .slice(0, last + 1)
    .map(({ text, paint }, i) => {
      const room = i < last ? ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(text))) + GAP : '';
      return (text === '' ? '' : paint(text)) + room;
    })
    .join('');
}
