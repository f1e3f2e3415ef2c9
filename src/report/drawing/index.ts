import type { ChalkInstance } from 'chalk';
import type { CaseDrawing, ScheduleDrawing } from '../../model.js';
import { cutTo, widestOf } from '../../text/width.js';
import { accountPicture } from './accounts/picture.js';
import { casePicture } from './cases/picture.js';
import { fold } from './fold.js';
import { layoutFor, type Layout } from './layout.js';
import { paletteOf, type Palette } from './palette.js';
import type { Moment, Picture, SideLine } from './picture.js';
import { signed } from './remarks.js';
import { EMPTY, GAP, setRow, type PaintedText } from './row.js';

/** A schedule that can be drawn, finished or not: of accounts, or of a case. */
export type Drawn = ScheduleDrawing | CaseDrawing;

/** Marks the step after which every continuation is broken. */
export const MARK = '►';

/** Marks a step that another worker may have sent. */
export const UNCERTAIN = '?';

/** What a drawing shows, for a place that sets its own columns. */
export const pictureOf = (drawn: Drawn): Picture =>
  'initial' in drawn ? accountPicture(drawn) : casePicture(drawn);

/** Where a drawing is shown. */
interface Place {
  /** Characters of a line. */
  readonly width: number;
  readonly chalk: ChalkInstance;
}

/** The layout and colours of a drawing. */
interface Setting {
  readonly layout: Layout;
  readonly palette: Palette;
  /** Width for marks and numbers. */
  readonly margin: number;
  /** Width for what is committed; 0: there is no such column. */
  readonly side: number;
  /** Whether some steps are uncertain. */
  readonly doubts: boolean;
}

/** A moment in lines that fit their column. */
interface Block {
  readonly moment: Moment;
  readonly lines: readonly PaintedText[];
}

/**
 * A schedule in columns, with time going down: the number of each step, a column for each worker,
 * and one for what is committed: the accounts, or the rows that changed. If the columns would be too
 * narrow, all workers share one, with their letters before it. No line is wider than the page, if
 * the page has about forty columns or more.
 */
export function drawing(drawn: Drawn, { width, chalk }: Place): string[] {
  const picture = pictureOf(drawn);
  const setting = settingFor(picture, width, paletteOf(chalk));
  const { layout, palette, margin, side } = setting;
  const blocks = picture.moments.map((moment) => ({ moment, lines: linesOf(moment, setting) }));
  const widest = widestOf([
    ...picture.headings.map((heading) => cutTo(heading, layout.room)),
    ...blocks.flatMap(({ lines }) => lines.map(({ text }) => text)),
  ]);
  const widths = [margin, ...layout.widths(widest), ...(side === 0 ? [] : [side])];
  const rule = palette.rule('─'.repeat(widths.reduce((sum, column) => sum + GAP.length + column)));
  const rows = [
    ...startRows(picture, setting),
    ...blocks.flatMap((block) => rowsOf(block, setting)),
  ];
  const header = [
    EMPTY,
    ...layout.header,
    { text: side === 0 ? '' : picture.side.header, paint: palette.heading },
  ];
  return [setRow(header, widths), rule, ...rows.map((cells) => setRow(cells, widths)), rule];
}

function settingFor({ headings, steps, moments, side }: Picture, width: number, palette: Palette) {
  const doubts = moments.some(({ uncertain }) => uncertain);
  const margin = `${MARK} ${steps}${doubts ? UNCERTAIN : ''}`.length;
  const room = width - margin - GAP.length;
  const sideWidth = side.widthIn(room);
  const layout = layoutFor(
    sideWidth === 0 ? room : room - sideWidth - GAP.length,
    { headings, longest: longestIn(moments) },
    palette,
  );
  return { layout, palette, margin, side: sideWidth, doubts };
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

/** What is committed before the first step. */
function startRows({ side }: Picture, setting: Setting): (readonly PaintedText[])[] {
  const blank: readonly PaintedText[] = [EMPTY, ...setting.layout.header.map(() => EMPTY)];
  return sideLines(side.initial, setting).map((line) => blank.concat(line));
}

/** Changes are shown beside the last line of the moment. */
function rowsOf({ moment, lines }: Block, setting: Setting) {
  const changed = sideLines(moment.side, setting);
  const height = Math.max(lines.length, changed.length);
  return Array.from({ length: height }, (_, i) => [
    i === 0 ? marginOf(moment, setting) : EMPTY,
    ...setting.layout.cells(moment, lines[i] ?? EMPTY, i === 0),
    changed[i - height + changed.length] ?? EMPTY,
  ]);
}

const sideLines = (lines: readonly SideLine[], { side, palette }: Setting): PaintedText[] =>
  lines.flatMap((parts) => fold(parts, side)).map((text) => ({ text, paint: palette.state }));

function marginOf({ step, marked, uncertain }: Moment, setting: Setting): PaintedText {
  const { palette, margin, doubts } = setting;
  const mark = marked ? MARK : '';
  const doubt = uncertain ? UNCERTAIN : ' ';
  const number = step === null ? '' : `${step}${doubts ? doubt : ''}`;
  const text = number === '' ? mark : mark.padEnd(margin - number.length) + number;
  return { text, paint: palette.number(marked) };
}
