import type { ChalkInstance } from 'chalk';
import CliTable from 'cli-table3';

import { cutTo, widestOf } from '../../../text/width.js';
import type { Cell, Table, TableColumn } from '../../document/blocks.js';
import { paint, type Page } from './page.js';

/** A longer name is cut if columns would otherwise be left out … */
const NAME_WIDTH = 20;
/**
 * … but for essential columns, to no less than this: enough to distinguish `optimistic-t…` from
 * `optimistic-d…`.
 */
const SHORTEST_NAME = 13;

/** Blanks between columns if there is room. */
const WIDE_GAP = 2;
/** Blanks between columns if names would otherwise be cut. */
const NARROW_GAP = 1;
const RULE = '─';

/** A column with its cells. */
interface Column extends TableColumn {
  readonly cells: readonly Cell[];
}

interface Sheet {
  readonly columns: readonly Column[];
  readonly essentialRank: number;
  readonly page: Page;
}

interface Layout {
  /** Blanks between columns. */
  readonly gap: number;
  /** Width of the first column; longer names are cut. */
  readonly nameWidth: number;
}

/** Each word of a header has its own line. */
const headerWords = ({ header }: TableColumn): string[] => header.split(' ');

const naturalWidth = (column: Column): number =>
  widestOf([...headerWords(column), ...column.cells.map(({ text }) => text)]);

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

function set(columns: readonly Column[], { gap, nameWidth }: Layout, { chalk }: Page): string[] {
  const widths = columns.map((column, i) => (i === 0 ? nameWidth : naturalWidth(column)));
  const table = new CliTable({
    head: columns.map((column) => chalk.bold(headerWords(column).join('\n'))),
    colAligns: columns.map(({ align }) => align),
    colWidths: widths,
    rowAligns: ['bottom'],
    chars: charsWith(gap),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  const rows = Array.from({ length: columns[0]?.cells.length ?? 0 }, (_, row) =>
    columns.map(({ cells }, i) => painted(cells[row], widths[i] ?? 0, chalk)),
  );
  table.push(...rows);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Cuts a cell before it colours it. Only a name can be too long. */
function painted(cell: Cell | undefined, width: number, chalk: ChalkInstance): string {
  if (cell === undefined) return '';
  const text = cutTo(cell.text, width);
  return cell.tone === null ? text : paint(cell.tone, chalk)(text);
}

const upToRank = (columns: readonly Column[], last: number): readonly Column[] =>
  columns.filter(({ rank }) => rank <= last);

/** Measures columns side by side, without cuts. */
function naturalWidths(columns: readonly Column[]) {
  const widths = new Map(columns.map((column) => [column, naturalWidth(column)]));
  return (shown: readonly Column[], gap: number) =>
    shown.reduce((sum, column) => sum + gap + (widths.get(column) ?? 0), -gap);
}

/**
 * Decides what fits: leaves out columns, the least important first, until the rest fits. For an
 * essential column, it first narrows the gaps, then cuts names.
 */
function fit(sheet: Sheet) {
  const { columns, essentialRank, page } = sheet;
  const width = page.fullWidth;
  const widthOf = naturalWidths(columns);
  const longest = widthOf(upToRank(columns, 1), 0);
  const usual = Math.min(longest, Math.max(NAME_WIDTH, Math.floor(width / 4)));
  const shortest = Math.min(longest, SHORTEST_NAME);
  const roomWith = (gap: number) => (rank: number) =>
    width - widthOf(upToRank(columns, rank), gap) + longest;
  const gap = roomWith(WIDE_GAP)(essentialRank) >= usual ? WIDE_GAP : NARROW_GAP;
  const room = roomWith(gap);
  const ranks = columns.map(({ rank }) => rank).toSorted((a, b) => b - a);
  const last = ranks.find((rank) => room(rank) >= (rank > essentialRank ? usual : shortest)) ?? 1;
  return { last, gap, nameWidth: Math.max(shortest, Math.min(usual, room(last))) };
}

/** A table, and what it does not show. */
export interface Grid {
  readonly lines: readonly string[];
  /** Columns that did not fit and that nothing else shows, the most important first. */
  readonly missing: readonly TableColumn[];
}

/** The table of figures, no wider than the terminal. */
export function grid({ columns: plain, rows, essentialRank }: Table, page: Page): Grid {
  const columns = plain.map((column, i) => ({
    ...column,
    cells: rows.flatMap((cells) => cells.slice(i, i + 1)),
  }));
  const { last, ...layout } = fit({ columns, essentialRank, page });
  const missing = columns
    .filter(({ rank, isShownBelow }) => rank > last && !isShownBelow)
    .toSorted((one, other) => one.rank - other.rank);
  return { lines: set(upToRank(columns, last), layout, page), missing };
}
