import type { ChalkInstance } from 'chalk';
import type { DrawnSchedule } from '../../model.js';
import { widestOf } from '../../text/width.js';
import { fold } from './fold.js';
import { layoutFor, type Layout } from './layout.js';
import { momentsOf, type Moment } from './moments.js';
import { paletteOf, type Palette } from './palette.js';
import { signed } from './remarks.js';
import { EMPTY, GAP, setRow, type PaintedText } from './row.js';
import { stateColumn, type StateColumn } from './states.js';

/** Marks the step after which every continuation is broken. */
const MARK = '►';

/** Where a drawing is shown. */
interface Place {
  /** Characters of a line. */
  readonly width: number;
  readonly chalk: ChalkInstance;
}

/** The layout and colours of a drawing. */
interface Setting {
  readonly layout: Layout;
  readonly states: StateColumn;
  readonly palette: Palette;
  /** Width for marks and numbers. */
  readonly margin: number;
}

/** A moment in lines that fit their column. */
interface Block {
  readonly moment: Moment;
  readonly lines: readonly PaintedText[];
}

/**
 * A schedule in columns, with time going down: the number of each step, a column for each worker,
 * and one for the committed accounts. If the columns would be too narrow, all workers share one,
 * with their letters before it. No line is wider than the page, if the page has about forty columns
 * or more.
 */
export function drawing(drawn: DrawnSchedule, { width, chalk }: Place): string[] {
  const palette = paletteOf(chalk);
  const states = stateColumn(drawn);
  const moments = momentsOf(drawn);
  const margin = `${MARK} ${drawn.steps.length}`.length;
  const layout = layoutFor(
    width - margin - states.width - 2 * GAP.length,
    { workers: drawn.workers, longest: longestIn(moments) },
    palette,
  );
  const setting = { layout, states, palette, margin };
  const blocks = moments.map((moment) => ({ moment, lines: linesOf(moment, setting) }));
  const widest = Math.max(
    1,
    widestOf(blocks.flatMap(({ lines }) => lines.map(({ text }) => text))),
  );
  const widths = [margin, ...layout.widths(widest), states.width];
  const rule = palette.rule('─'.repeat(widths.reduce((sum, column) => sum + GAP.length + column)));
  const rows = [...startRows(setting), ...blocks.flatMap((block) => rowsOf(block, setting))];
  const header = [EMPTY, ...layout.header, { text: states.header, paint: palette.heading }];
  return [setRow(header, widths), rule, ...rows.map((cells) => setRow(cells, widths)), rule];
}

/** Width of the longest remark, on a line of its own. */
const longestIn = (moments: readonly Moment[]): number =>
  Math.max(
    1,
    widestOf(moments.flatMap(({ remarks }) => remarks.map((remark) => signed(remark).join(' ')))),
  );

const linesOf = (
  { remarks, worker, faulty }: Moment,
  { layout, palette }: Setting,
): PaintedText[] =>
  remarks.flatMap((remark) => {
    const paint = palette.remark(remark.tone, worker, faulty);
    return fold(signed(remark), layout.room).map((text) => ({ text, paint }));
  });

/** The accounts before the first step. */
function startRows({ layout, states, palette }: Setting): (readonly PaintedText[])[] {
  const blank: readonly PaintedText[] = [EMPTY, ...layout.header.map(() => EMPTY)];
  return states.lines(states.initial).map((text) => blank.concat({ text, paint: palette.state }));
}

/** The changed accounts are shown beside the last line of the moment. */
function rowsOf({ moment, lines }: Block, { layout, states, palette, margin }: Setting) {
  const changed = states.lines(moment.changed);
  const height = Math.max(lines.length, changed.length);
  return Array.from({ length: height }, (_, i) => [
    i === 0 ? marginOf(moment, palette, margin) : EMPTY,
    ...layout.cells(moment, lines[i] ?? EMPTY, i === 0),
    { text: changed[i - height + changed.length] ?? '', paint: palette.state },
  ]);
}

function marginOf({ step, marked }: Moment, palette: Palette, width: number): PaintedText {
  const mark = marked ? MARK : '';
  const number = step === null ? '' : `${step}`;
  const text = number === '' ? mark : mark.padEnd(width - number.length) + number;
  return { text, paint: palette.number(marked) };
}
