import type { Report, StrategyResult } from '../model.js';
import { columnsUpTo } from './columns.js';
import {
  cheapest,
  raceAgain,
  cutShortNote,
  expectationStatus,
  failures,
  finding,
  keptSentence,
  notes,
  planParts,
  proof,
  retryCauses,
  serverSentence,
  witnessTitle,
} from './sentences.js';
import { joinBlocks, printable } from '../text/wrap.js';

/** A page has no width to fill: the columns up to the latencies say what matters. */
const LAST_RANK = 12;

/** For a README, a pull request or a job's summary: GitHub's Markdown. */
export function markdown(report: Report): string {
  const { interruption, plan, results, server } = report;
  return joinBlocks([
    [`### race-lab: ${escape(plan.scenario.name)}`],
    interruption === null ? [] : [`> **Interrupted:** ${escape(interruption)}`],
    [escape(`${planParts(plan).join(', ')}.`), escape(serverSentence(server))],
    results.length === 0 ? ['No strategy has finished.'] : figures(results),
    results.length === 0 ? [] : remarks(report),
    ...section(
      'What broke',
      results.flatMap((result) => broken(report, result)),
    ),
    ...section('Inconclusive', [results.flatMap(inconclusive)]),
    ...section('Failed operations', [results.flatMap(failed)]),
    ...section('Retries', [results.flatMap(retried)]),
    conclusion(report),
    ...section('Expectations', [expectations(report)]),
    sentence(keptSentence(report)),
  ]);
}
markdown.extension = '.md';

/** Keeps text from being read as markup. */
const escape = (text: string): string => printable(text).replaceAll(/[\\`*_[\]<>|#~&]/g, '\\$&');

const sentence = (text: string | null): string[] => (text === null ? [] : [escape(text)]);

/** A heading over blocks; nothing when all of them are empty. */
function section(title: string, blocks: readonly string[][]): readonly string[][] {
  return blocks.some((lines) => lines.length > 0) ? [[`#### ${title}`], ...blocks] : [];
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function figures(results: readonly StrategyResult[]): string[] {
  const shown = columnsUpTo(LAST_RANK);
  return [
    row(shown.map(({ header }) => header)),
    row(shown.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...results.map((result) => row(shown.map((column) => escape(column.text(result))))),
  ];
}

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
    ['```sh', raceAgain(report.plan, result), '```'],
  ];
}

const inconclusive = ({ verdict, strategy, reason }: StrategyResult): string[] =>
  verdict === 'inconclusive' ? [`- **${escape(strategy)}**: ${escape(reason)}`] : [];

const failed = (result: StrategyResult): string[] =>
  failures(result).map((line) => `- **${escape(result.strategy)}**: ${escape(line)}`);

function retried(result: StrategyResult): string[] {
  const causes = retryCauses(result);
  return causes === null ? [] : [`- **${escape(result.strategy)}**: ${escape(causes)}`];
}

function conclusion(report: Report): string[] {
  const told = cheapest(report);
  return told === null ? [] : [`**${escape(told)}**`];
}

function expectations({ expectations: judged }: Report): string[] {
  return judged.map((expectation) => {
    const status = expectationStatus(expectation);
    const rule = escape(expectation.rule);
    return `- ${status === 'met' ? status : `**${status}**`}: ${rule} (${escape(finding(expectation))})`;
  });
}
