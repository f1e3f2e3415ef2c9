import type { ExplorationResult, ExploreReport } from '../../model.js';
import { joinBlocks, printable, words, wrap } from '../../text/wrap.js';
import { failedResults } from '../document/strategy-failure.js';
import { grid, type Grid } from '../formats/text/grid.js';
import { leftOutNotes } from '../formats/text/missing-columns.js';
import {
  dimmed,
  expectationLines,
  failedLines,
  headOf,
  indented,
  interrupted,
  pageFor,
} from '../formats/text/page.js';
import type { Style } from '../formats/format.js';
import { ESSENTIAL_RANK, columnsFor } from '../document/exploration/columns.js';
import { again, drawn, heading, proved, ruled, told, type WidePage } from './page.js';
import {
  exploreNotes,
  exploreParts,
  heldIn,
  reasonFor,
  serverSentence,
  witnessCaption,
  witnessTitle,
} from '../document/exploration/sentences.js';
import { replayCommand } from '../document/commands.js';

interface Sheet extends WidePage {
  readonly report: ExploreReport;
}

/** For terminals: a table that fits, then every broken strategy's shortest witness, drawn. */
export function exploreTable(report: ExploreReport, style: Style): string {
  const page = { ...pageFor(style), wide: style.width, report };
  const { expectations, interruption, results } = report;
  const shown = figures(page);
  // A witness is drawn below.
  const missing = shown.leftOut.filter(({ key }) => key !== 'witness');
  return joinBlocks([
    interrupted(interruption, page),
    head(page),
    shown.lines,
    results.length === 0
      ? ['No strategy has finished.']
      : dimmed([...exploreNotes(report), ...leftOutNotes(missing)], page),
    held(page),
    ...failedResults(results).map((result) => failedLines(result, page)),
    ...results.map((result) => inconclusive(result, page)),
    ...results.flatMap((result) => broken(result, page)),
    expectationLines(expectations, page),
  ]);
}

function head(page: Sheet): string[] {
  const { plan, server } = page.report;
  const title = plan.scenario.name;
  return headOf({ title, parts: exploreParts(page.report), server: serverSentence(server) }, page);
}

function figures({ report: { results: rows }, chalk, wide }: Sheet): Grid {
  if (rows.length === 0) return { lines: [], leftOut: [] };
  const columns = columnsFor(rows);
  return grid({ rows, columns, essentialRank: ESSENTIAL_RANK, chalk }, wide);
}

/** A strategy on its own is told of in full; of several, the rows above say nearly everything. */
function held(page: Sheet): string[] {
  const { report, chalk, width } = page;
  const those = report.results.filter(({ verdict }) => verdict === 'held');
  if (those.length === 0) return [];
  if (report.results.length === 1) {
    return those.flatMap((result) => told(result, reasonFor(result), page));
  }
  const widest = Math.max(...those.map(({ strategy }) => printable(strategy).length));
  const lines = those.flatMap((result) => {
    const first = `  ${printable(result.strategy).padEnd(widest)}  `;
    return wrap(words(heldIn(result)), { width, first, hanging: '    ' });
  });
  return [chalk.green('Held'), ...lines];
}

const inconclusive = (result: ExplorationResult, page: Sheet): string[] =>
  result.verdict === 'inconclusive' && result.failure === null
    ? told(result, reasonFor(result), page)
    : [];

/** A broken strategy: why, the shortest witness drawn, and what shows it again. */
export function broken(result: ExplorationResult, page: Sheet): string[][] {
  const { verdict, witness, strategy } = result;
  if (verdict !== 'broken') return [];
  if (witness === null) return [told(result, reasonFor(result), page)];
  const { plan, results } = page.report;
  const title = heading(result, witnessTitle(witness), page);
  return [
    [
      results.length === 1 ? title : ruled(title, page),
      ...indented(reasonFor(result), page),
      ...indented(witnessCaption(witness, result), page),
    ],
    drawn(witness, page),
    [...proved(witness, page), ...again(replayCommand(plan, strategy, witness.schedule))],
  ];
}
