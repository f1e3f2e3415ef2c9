import type { ExplorationResult, ExploreReport } from '../../model.js';
import { joinBlocks } from '../../text/wrap.js';
import {
  escape,
  expectationList,
  failureList,
  figures,
  interrupted,
  section,
} from '../formats/markdown/markup.js';
import { columnsFor } from '../document/exploration/columns.js';
import { drawnBlocks } from './markup.js';
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

/** For a README, a pull request or a job's summary: GitHub's Markdown. */
export function exploreMarkdown(report: ExploreReport): string {
  const { interruption, plan, results, server } = report;
  const those = (verdict: ExplorationResult['verdict']) =>
    results.filter((result) => result.verdict === verdict && result.failure === null);
  const single = results.length === 1;
  return joinBlocks([
    [`### race-lab explore: ${escape(plan.scenario.name)}`],
    interrupted(interruption),
    [escape(`${exploreParts(report).join(', ')}.`), escape(serverSentence(server))],
    results.length === 0 ? ['No strategy has finished.'] : figures(results, columnsFor(results)),
    results.length === 0 ? [] : [exploreNotes(report).map(escape).join(' ')],
    ...section(
      'What broke',
      results.flatMap((result) => broken(report, result)),
    ),
    ...section('Held', [
      those('held').map((result) => item(result, single ? reasonFor(result) : heldIn(result))),
    ]),
    ...section('Errors', [failureList(results)]),
    ...section('Inconclusive', [
      those('inconclusive').map((result) => item(result, reasonFor(result))),
    ]),
    ...section('Expectations', [expectationList(report.expectations)]),
  ]);
}

const item = (result: ExplorationResult, text: string): string =>
  `- **${escape(result.strategy)}**: ${escape(text)}`;

function broken({ plan }: ExploreReport, result: ExplorationResult): string[][] {
  const { verdict, witness, strategy } = result;
  if (verdict !== 'broken') return [];
  const title = witness === null ? null : witnessTitle(witness);
  const name = `**${escape(strategy)}**${title === null ? '' : `: ${escape(title)}`}`;
  if (witness === null) return [[name], [escape(reasonFor(result))]];
  return [
    [name],
    [escape(`${reasonFor(result)} ${witnessCaption(witness, result)}`)],
    ...drawnBlocks(witness, replayCommand(plan, strategy, witness.schedule)),
  ];
}
