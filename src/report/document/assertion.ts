import type { ExploreReport, ReplayReport, Report } from '../../model.js';
import { isExploration, isReplay, type StrategyReport } from './any-report.js';
import type { Block, Document, Finding } from './blocks.js';
import { explorationFinding } from './exploration/document.js';
import { exploreParts, replayParts } from './exploration/sentences.js';
import { interruption, paragraph } from './parts.js';
import { fullRaceFinding } from './race/document.js';
import { planParts } from './race/sentences.js';
import { replayFinding } from './replay/document.js';
import { serverName } from './setup.js';

/**
 * What a test log shows when a report is not as a test expected: the evidence, without a table.
 * @param headline what was expected, and what was found; a sentence without a full stop
 * @param strategies names of the strategies to show evidence for
 */
export const assertionDocument = (
  report: StrategyReport,
  headline: string,
  strategies: readonly string[],
): Document => [
  // On one line, however long: it is what a summary of failed tests shows.
  paragraph(headline, 'line'),
  ...interruption('interruption' in report ? report.interruption : null),
  {
    kind: 'setup',
    scenario: report.plan.scenario.name,
    parts: partsOf(report),
    server: `${serverName(report.server)}.`,
  },
  ...evidence(report, strategies),
];

function partsOf(report: StrategyReport): readonly string[] {
  if (isExploration(report)) return exploreParts(report);
  return isReplay(report) ? replayParts(report) : planParts(report.plan);
}

function evidence(report: StrategyReport, strategies: readonly string[]): Block[] {
  if (isReplay(report)) return [{ kind: 'findings', findings: [replayFinding(report)] }];
  return strategies.flatMap((name) => evidenceOf(report, name));
}

function evidenceOf(report: Exclude<StrategyReport, ReplayReport>, name: string): Block[] {
  const isFinished = report.results.some(({ strategy }) => strategy === name);
  if (!isFinished) return [paragraph(`${name} was not finished.`, 'line')];
  const findings = isExploration(report)
    ? exploredFindings(report, name)
    : racedFindings(report, name);
  return [{ kind: 'findings', findings }];
}

const exploredFindings = (report: ExploreReport, name: string): Finding[] =>
  report.results
    .filter(({ strategy }) => strategy === name)
    .map((result) => explorationFinding(report, result));

const racedFindings = (report: Report, name: string): Finding[] =>
  report.results
    .filter(({ strategy }) => strategy === name)
    .flatMap((result) => fullRaceFinding(report, result) ?? []);
