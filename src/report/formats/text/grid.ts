import CliTable from 'cli-table3';

import type { Cell, Table, TableColumn } from '../../document/blocks.js';
import { paint, type Page } from './page.js';

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
  readonly gap: number;
  /** Of the first column; null for as wide as it needs. */
  readonly nameWidth: number | null;
}

function set(columns: readonly Column[], { gap, nameWidth }: Layout, { chalk }: Page) {
  const table = new CliTable({
    head: columns.map(({ header }) => chalk.bold(header.replaceAll(' ', '\n'))),
    colAligns: columns.map(({ align }) => align),
    colWidths: [nameWidth],
    rowAligns: ['bottom'],
    chars: charsWith(gap),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  const cellOf = ({ text, tone }: Cell) => (tone === null ? text : paint(tone, chalk)(text));
  const height = columns[0]?.cells.length ?? 0;
  for (let row = 0; row < height; row++) {
    table.push(columns.flatMap(({ cells }) => cells.slice(row, row + 1).map(cellOf)));
  }
  return table;
}

const upToRank = (columns: readonly Column[], last: number): readonly Column[] =>
  columns.filter(({ rank }) => rank <= last);

/** Measures columns side by side, with nothing cut. */
function naturalWidths({ columns, page }: Sheet) {
  const natural = { gap: 0, nameWidth: null };
  const widths = new Map(columns.map((column) => [column, set([column], natural, page).width]));
  return (shown: readonly Column[], gap: number) =>
    shown.reduce((sum, column) => sum + gap + (widths.get(column) ?? 0), -gap);
}

/**
 * What fits: columns go from the least important on until the rest does. For an essential column the
 * gaps shrink first, then names are cut.
 */
function fit(sheet: Sheet) {
  const { columns, essentialRank, page } = sheet;
  const width = page.fullWidth;
  const widthOf = naturalWidths(sheet);
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
  /** Columns without room that nothing else shows: what matters most first. */
  readonly missing: readonly TableColumn[];
}

/** The table of figures, no wider than the terminal. */
export function grid({ columns: plain, rows, essentialRank }: Table, page: Page): Grid {
  const columns = plain.map((column, i) => ({
    ...column,
    cells: rows.flatMap((cells) => cells.slice(i, i + 1)),
  }));
  const { last, ...layout } = fit({ columns, essentialRank, page });
  const text = set(upToRank(columns, last), layout, page).toString();
  const missing = columns
    .filter(({ rank, isShownBelow }) => rank > last && !isShownBelow)
    .toSorted((one, other) => one.rank - other.rank);
  return { lines: text.split('\n').map((line) => line.trimEnd()), missing };
}
