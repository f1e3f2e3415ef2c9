import type { StrategyResult, VariedParameter, VariedReport } from '../../../model.js';
import { columns as raceColumns } from '../race/columns.js';
import { label, type Column } from '../column.js';

/** Columns up to this rank are always shown, even if names have to be cut: up to the latencies. */
export const ESSENTIAL_RANK = 9;

/** Columns up to this rank are shown on a page: up to the latencies. */
export const PAGE_RANK = 9;

/** A result, and the value that it was found at. */
export interface VariedResult extends StrategyResult {
  readonly value: string;
}

/** Balances differ from value to value by their size alone, so they stand behind. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ['finalBalance', 24],
  ['committed', 10],
  ['refused', 11],
  ['failed', 12],
]);

function ranked<R>(column: Column<R>): Column<R> {
  const rank = RANKS.get(column.key);
  return rank === undefined ? column : { ...column, rank };
}

/** Every figure of a result, with the value behind the strategy. */
export function columnsOf(parameter: VariedParameter): readonly Column<VariedResult>[] {
  const value: Column<VariedResult> = {
    ...label<VariedResult>(parameter, (result) => result.value),
    align: 'right',
    rank: 2,
  };
  const others = raceColumns.filter(({ key }) => key !== parameter).map(ranked);
  const [strategy, ...figures] = others;
  return strategy === undefined ? [value] : [strategy, value, ...figures];
}

const at = (value: string, result: StrategyResult): VariedResult => ({ ...result, value });

/** A row for each strategy and value: the values of the first strategy, then those of the next one. */
export function rowsOf({ points }: VariedReport): readonly VariedResult[] {
  const strategies = points[0]?.plan.strategies ?? [];
  return strategies.flatMap(({ name }) =>
    points.flatMap(({ value, report }) =>
      report.results.filter(({ strategy }) => strategy === name).map((result) => at(value, result)),
    ),
  );
}
