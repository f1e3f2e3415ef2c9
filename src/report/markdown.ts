import type { Report, StrategyResult } from '../model.js';
import { columnsUpTo } from './document/race/columns.js';
import {
  cheapest,
  raceAgain,
  cutShortNote,
  failureCauses,
  keptSentence,
  notes,
  planParts,
  proof,
  retryCauses,
  serverSentence,
  witnessTitle,
} from './document/race/sentences.js';
import {
  escape,
  expectationList,
  failureList,
  fencedAgain,
  figures,
  interrupted,
  section,
} from './formats/markdown/markup.js';
import { joinBlocks } from '../text/wrap.js';

/** A page has no width to fill: the columns up to the latencies say what matters. */
const LAST_RANK = 12;

/** For a README, a pull request or a job's summary: GitHub's Markdown. */
export function markdown(report: Report): string {
  const { interruption, plan, results, server } = report;
  return joinBlocks([
    [`### race-lab: ${escape(plan.scenario.name)}`],
    interrupted(interruption),
    [escape(`${planParts(plan).join(', ')}.`), escape(serverSentence(server))],
    results.length === 0 ? ['No strategy has finished.'] : figures(results, columnsUpTo(LAST_RANK)),
    results.length === 0 ? [] : remarks(report),
    ...section(
      'What broke',
      results.flatMap((result) => broken(report, result)),
    ),
    ...section('Errors', [failureList(results)]),
    ...section('Inconclusive', [results.flatMap(inconclusive)]),
    ...section('Failed operations', [results.flatMap(failed)]),
    ...section('Retries', [results.flatMap(retried)]),
    conclusion(report),
    ...section('Expectations', [expectationList(report.expectations)]),
    sentence(keptSentence(report)),
  ]);
}
markdown.extension = '.md';

const sentence = (text: string | null): string[] => (text === null ? [] : [escape(text)]);

function remarks(report: Report): string[] {
  const footnote = cutShortNote(report);
  const lines = [...(footnote === null ? [] : [`* ${footnote}.`]), ...notes(report)];
  return [lines.map(escape).join(' ')];
}

function broken(report: Report, result: StrategyResult): string[][] {
  if (result.verdict !== 'broken') return [];
  const title = witnessTitle(report, result);
  const name = `**${escape(result.strategy)}**`;
  return [
    [title === null ? name : `${name}: ${escape(title)}`],
    proof(result).map((line, i) => `${i + 1}. ${escape(line)}`),
    ['Race it again:'],
    fencedAgain(raceAgain(report.plan, result)),
  ];
}

const inconclusive = ({ verdict, failure, strategy, reason }: StrategyResult): string[] =>
  verdict === 'inconclusive' && failure === null
    ? [`- **${escape(strategy)}**: ${escape(reason)}`]
    : [];

const failed = (result: StrategyResult): string[] =>
  failureCauses(result).map((line) => `- **${escape(result.strategy)}**: ${escape(line)}`);

function retried(result: StrategyResult): string[] {
  const causes = retryCauses(result);
  return causes === null ? [] : [`- **${escape(result.strategy)}**: ${escape(causes)}`];
}

function conclusion(report: Report): string[] {
  const told = cheapest(report);
  return told === null ? [] : [`**${escape(told)}**`];
}
