import type { ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import type { StrategyResult } from '../model.js';
import { ESSENTIAL_RANK, columns, columnsUpTo, type Column } from './columns.js';

/** A longer name is cut when columns would have to go for it … */
const NAME_WIDTH = 20;
/** … and to no less than this when they are essential: it still tells `optimistic-t…` from `optimistic-v…`. */
const SHORTEST_NAME = 13;

const GAP = '  ';
const RULE = '─';

/** Rules above, below and under the header; nothing between rows; two blanks between columns. */
const chars = {
  top: RULE,
  'top-mid': RULE + RULE,
  'top-left': '',
  'top-right': '',
  mid: RULE,
  'mid-mid': RULE + RULE,
  'left-mid': '',
  'right-mid': '',
  bottom: RULE,
  'bottom-mid': RULE + RULE,
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  right: '',
  middle: GAP,
};

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

/** Sets some columns; `nameWidth` is that of the first, null for as wide as it needs. */
function set({ results, chalk }: Sheet, shown: readonly Column[], nameWidth: number | null) {
  const table = new Table({
    head: shown.map(({ header }) => chalk.bold(header.replaceAll(' ', '\n'))),
    colAligns: shown.map(({ align }) => align),
    colWidths: [nameWidth],
    rowAligns: ['bottom'],
    chars,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...results.map((result) => shown.map((column) => paint(column, result, chalk))));
  return table;
}

/** Measures columns side by side, with nothing cut. */
function naturalWidths(sheet: Sheet): (shown: readonly Column[]) => number {
  const widths = new Map(columns.map((column) => [column, set(sheet, [column], null).width]));
  return (shown) =>
    shown.reduce((sum, column) => sum + GAP.length + (widths.get(column) ?? 0), -GAP.length);
}

/**
 * The table of figures, no wider than the terminal: columns go from the least important on until
 * the rest fits. Names are cut before an essential column goes.
 */
export function grid(sheet: Sheet, width: number): string[] {
  const widthOf = naturalWidths(sheet);
  const longest = widthOf(columnsUpTo(1));
  const usual = Math.min(longest, Math.max(NAME_WIDTH, Math.floor(width / 4)));
  const shortest = Math.min(longest, SHORTEST_NAME);
  const room = (rank: number) => width - widthOf(columnsUpTo(rank)) + longest;
  const ranks = columns.flatMap(({ rank }) => rank ?? []).toSorted((a, b) => b - a);
  const last = ranks.find((rank) => room(rank) >= (rank > ESSENTIAL_RANK ? usual : shortest)) ?? 1;
  const nameWidth = Math.max(shortest, Math.min(usual, room(last)));
  const text = set(sheet, columnsUpTo(last), nameWidth).toString();
  return text.split('\n').map((line) => line.trimEnd());
}
