import type { ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import type { StrategyResult } from '../model.js';
import { ESSENTIAL_RANK, columns, columnsUpTo, type Column } from './columns.js';

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

function paint(column: Column, result: StrategyResult, chalk: ChalkInstance): string {
  const text = column.text(result);
  if (column.key !== 'verdict') return text;
  const colors = { broken: chalk.red, held: chalk.green, inconclusive: chalk.yellow };
  return colors[result.verdict](text);
}

interface Sheet {
  readonly results: readonly StrategyResult[];
  readonly chalk: ChalkInstance;
}

interface Layout {
  readonly gap: number;
  /** Of the first column; null for as wide as it needs. */
  readonly nameWidth: number | null;
}

function set({ results, chalk }: Sheet, shown: readonly Column[], { gap, nameWidth }: Layout) {
  const table = new Table({
    head: shown.map(({ header }) => chalk.bold(header.replaceAll(' ', '\n'))),
    colAligns: shown.map(({ align }) => align),
    colWidths: [nameWidth],
    rowAligns: ['bottom'],
    chars: charsWith(gap),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...results.map((result) => shown.map((column) => paint(column, result, chalk))));
  return table;
}

/** Measures columns side by side, with nothing cut. */
function naturalWidths(sheet: Sheet): (shown: readonly Column[], gap: number) => number {
  const natural = { gap: 0, nameWidth: null };
  const widths = new Map(columns.map((column) => [column, set(sheet, [column], natural).width]));
  return (shown, gap) => shown.reduce((sum, column) => sum + gap + (widths.get(column) ?? 0), -gap);
}

/**
 * The table of figures, no wider than the terminal: columns go from the least important on until
 * the rest fits. For an essential column the gaps shrink first, then names are cut.
 */
export function grid(sheet: Sheet, width: number): string[] {
  const widthOf = naturalWidths(sheet);
  const longest = widthOf(columnsUpTo(1), 0);
  const usual = Math.min(longest, Math.max(NAME_WIDTH, Math.floor(width / 4)));
  const shortest = Math.min(longest, SHORTEST_NAME);
  const roomWith = (gap: number) => (rank: number) =>
    width - widthOf(columnsUpTo(rank), gap) + longest;
  const gap = roomWith(WIDE_GAP)(ESSENTIAL_RANK) >= usual ? WIDE_GAP : NARROW_GAP;
  const room = roomWith(gap);
  const ranks = columns.flatMap(({ rank }) => rank ?? []).toSorted((a, b) => b - a);
  const last = ranks.find((rank) => room(rank) >= (rank > ESSENTIAL_RANK ? usual : shortest)) ?? 1;
  const nameWidth = Math.max(shortest, Math.min(usual, room(last)));
  const text = set(sheet, columnsUpTo(last), { gap, nameWidth }).toString();
  return text.split('\n').map((line) => line.trimEnd());
}
