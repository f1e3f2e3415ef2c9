import type { ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import type { StrategyFailure, Verdict } from '../../../model.js';
import { upToRank, type Column } from '../../document/column.js';
import { verdictWord } from '../../document/strategy-failure.js';

/** A longer name is cut when columns would have to go for it … */
const NAME_WIDTH = 20;
/** … and to no less than this when they are essential: it still tells `optimistic-t…` from `optimistic-v…`. */
const SHORTEST_NAME = 13;

/** Blanks between columns, where there is room. */
const WIDE_GAP = 2;
/** Blanks between columns when names would have to be cut for more. */
const NARROW_GAP = 1;
const RULE = '─';

/** Rules above, below and under the header; nothing between rows; blanks between columns. */
const charsWith = (gap: number) => ({
  top: RULE,
  'top-mid': RULE.repeat(gap),
  'top-left': '',
  'top-right': '',
  mid: RULE,
  'mid-mid': RULE.repeat(gap),
  'left-mid': '',
  'right-mid': '',
  bottom: RULE,
  'bottom-mid': RULE.repeat(gap),
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  right: '',
  middle: ' '.repeat(gap),
});

/** A row whose verdict is coloured. */
interface Judged {
  readonly verdict: Verdict;
  readonly failure: StrategyFailure | null;
}

function paint<R extends Judged>(column: Column<R>, row: R, chalk: ChalkInstance): string {
  const text = column.text(row);
  return column.key === 'verdict' ? verdictPaint(verdictWord(row), chalk)(text) : text;
}

/** The colour of a verdict. */
export function verdictPaint(verdict: Verdict | 'error', chalk: ChalkInstance): ChalkInstance {
  const { red, green, yellow } = chalk;
  return { broken: red, held: green, inconclusive: yellow, error: red }[verdict];
}

/** What a grid shows. */
export interface Sheet<R extends Judged> {
  readonly rows: readonly R[];
  /** In the order in which they are read; the first one names the row. */
  readonly columns: readonly Column<R>[];
  /** Columns up to this rank are shown even when names have to be cut for them. */
  readonly essentialRank: number;
  readonly chalk: ChalkInstance;
}

interface Layout {
  readonly gap: number;
  /** Of the first column; null for as wide as it needs. */
  readonly nameWidth: number | null;
}

function set<R extends Judged>(
  { rows, chalk }: Sheet<R>,
  shown: readonly Column<R>[],
  { gap, nameWidth }: Layout,
) {
  const table = new Table({
    head: shown.map(({ header }) => chalk.bold(header.replaceAll(' ', '\n'))),
    colAligns: shown.map(({ align }) => align),
    colWidths: [nameWidth],
    rowAligns: ['bottom'],
    chars: charsWith(gap),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => shown.map((column) => paint(column, row, chalk))));
  return table;
}

/** Measures columns side by side, with nothing cut. */
function naturalWidths<R extends Judged>(sheet: Sheet<R>) {
  const natural = { gap: 0, nameWidth: null };
  const widths = new Map(
    sheet.columns.map((column) => [column, set(sheet, [column], natural).width]),
  );
  return (shown: readonly Column<R>[], gap: number) =>
    shown.reduce((sum, column) => sum + gap + (widths.get(column) ?? 0), -gap);
}

/**
 * What fits: columns go from the least important on until the rest does. For an essential column the
 * gaps shrink first, then names are cut.
 */
function fit<R extends Judged>(sheet: Sheet<R>, width: number) {
  const { columns, essentialRank } = sheet;
  const widthOf = naturalWidths(sheet);
  const longest = widthOf(upToRank(columns, 1), 0);
  const usual = Math.min(longest, Math.max(NAME_WIDTH, Math.floor(width / 4)));
  const shortest = Math.min(longest, SHORTEST_NAME);
  const roomWith = (gap: number) => (rank: number) =>
    width - widthOf(upToRank(columns, rank), gap) + longest;
  const gap = roomWith(WIDE_GAP)(essentialRank) >= usual ? WIDE_GAP : NARROW_GAP;
  const room = roomWith(gap);
  const ranks = columns.flatMap(({ rank }) => rank ?? []).toSorted((a, b) => b - a);
  const last = ranks.find((rank) => room(rank) >= (rank > essentialRank ? usual : shortest)) ?? 1;
  return { last, gap, nameWidth: Math.max(shortest, Math.min(usual, room(last))) };
}

/** A table, and what it does not show. */
export interface Grid {
  readonly lines: readonly string[];
  /** Columns that have a rank and no room: what matters most first. */
  readonly leftOut: readonly Pick<Column<unknown>, 'key' | 'header'>[];
}

/** The table of figures, no wider than the terminal. */
export function grid<R extends Judged>(sheet: Sheet<R>, width: number): Grid {
  const { last, ...layout } = fit(sheet, width);
  const text = set(sheet, upToRank(sheet.columns, last), layout).toString();
  const leftOut = sheet.columns
    .filter(({ rank }) => rank !== undefined && rank > last)
    .toSorted((one, other) => (one.rank ?? 0) - (other.rank ?? 0));
  return {
    lines: text.split('\n').map((line) => line.trimEnd()),
    leftOut,
  };
}
