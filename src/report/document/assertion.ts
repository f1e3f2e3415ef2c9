/** What a test log shows when a report is not as a test expected: plain text, without a table. */
import type { ExploreReport, ReplayReport, Report } from '../model.js';
import { joinBlocks, printable } from '../text/wrap.js';
import { again, drawn, told, type WidePage } from './explore/page.js';
import {
  exploreParts,
  reasonFor,
  replayParts,
  serverSentence,
} from './document/exploration/sentences.js';
import { replayCommand } from './document/commands.js';
import { replayVerdict } from './explore/replay-table.js';
import { broken } from './explore/table.js';
import {
  failedResults,
  type FailedResult,
  type FailableResult,
} from './document/strategy-failure.js';
import { failedLines, headOf, indented, interrupted, pageFor } from './formats/text/page.js';
import { luckRemark, failureCauses, planParts, raceAgain } from './document/race/sentences.js';
import { block } from './table.js';

/** What a race, an exploration or a replay found. */
export type AnyReport = Report | ExploreReport | ReplayReport;

export const isExploration = (report: AnyReport): report is ExploreReport =>
  report.plan.command === 'explore';

export const isReplay = (report: AnyReport): report is ReplayReport =>
  report.plan.command === 'replay';

/** The strategies whose code is wrong; a replay of one fails. */
export const failedIn = (report: AnyReport): readonly FailedResult<FailableResult>[] =>
  isReplay(report) ? [] : failedResults<FailableResult>(report.results);

/**
 * @param headline what was expected, and what was found; a sentence without a full stop
 * @param strategies names of those that the evidence is wanted of
 * @returns text of 80 columns, without colour
 */
export function failure(
  report: AnyReport,
  headline: string,
  strategies: readonly string[],
): string {
  const page: WidePage = { ...pageFor({ width: WIDTH, color: false }), wide: WIDTH };
  const reason = 'interruption' in report ? report.interruption : null;
  return joinBlocks([
    // On one line, however long: it is what a summary of failed tests shows.
    [printable(headline)],
    interrupted(reason, page),
    head(report, page),
    ...evidence(report, strategies, page),
  ]).trimEnd();
}

const WIDTH = 80;

function head(report: AnyReport, page: WidePage): string[] {
  const { scenario } = report.plan;
  return headOf(
    { title: scenario.name, parts: partsOf(report), server: serverSentence(report.server) },
    page,
  );
}

function partsOf(report: AnyReport): string[] {
  if (isExploration(report)) return exploreParts(report);
  return isReplay(report) ? replayParts(report) : planParts(report.plan);
}

function evidence(report: AnyReport, strategies: readonly string[], page: WidePage): string[][] {
  if (isReplay(report)) return replayEvidence(report, page);
  return strategies.flatMap((name) =>
    isExploration(report)
      ? exploreEvidence(report, name, page)
      : [raceEvidence(report, name, page)],
  );
}

function raceEvidence(report: Report, name: string, page: WidePage): string[] {
  const result = report.results.find(({ strategy }) => strategy === name);
  if (result === undefined) return notFinished(name);
  if (result.verdict !== 'held') return block({ ...page, report }, result);
  const luck = luckRemark(report, result);
  return [
    ...told(result, result.reason, page),
    ...[...(luck === null ? [] : [luck]), ...failureCauses(result)].flatMap((line) =>
      indented(line, page),
    ),
    '  Race it again:',
    `    ${raceAgain(report.plan, result)}`,
  ];
}

function exploreEvidence(report: ExploreReport, name: string, page: WidePage): string[][] {
  const result = report.results.find(({ strategy }) => strategy === name);
  if (result === undefined) return [notFinished(name)];
  const [failed] = failedResults([result]);
  if (failed) return [failedLines(failed, page)];
  return result.verdict === 'broken'
    ? broken(result, { ...page, report })
    : [told(result, reasonFor(result), page)];
}

const replayEvidence = (report: ReplayReport, page: WidePage): string[][] => [
  drawn(report.drawn, page),
  [
    ...replayVerdict(report, page),
    ...again(replayCommand(report.plan, report.plan.strategy.name, report.drawn.schedule)),
  ],
];

const notFinished = (name: string): string[] => [`${name} was not finished.`];
