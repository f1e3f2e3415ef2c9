import type { CaseExploreReport, CaseReplayReport } from '../../../model.js';
import type { Block, Document } from '../blocks.js';
import { interruption, paragraph } from '../parts.js';
import { serverName } from '../setup.js';
import { rowsOf } from './exploration/columns.js';
import { caseFinding } from './exploration/document.js';
import { exploreParts, subjectOf } from './exploration/sentences.js';
import { caseReplayFinding, caseReplayParts } from './replay/document.js';

/** The report of an exploration of cases, or of the replay of one. */
export type AnyCaseReport = CaseExploreReport | CaseReplayReport;

const isReplay = (report: AnyCaseReport): report is CaseReplayReport => 'replayed' in report;

/**
 * What a test log shows when a report on cases is not as a test expected: the evidence, without a
 * table.
 * @param headline what was expected, and what was found; a sentence without a full stop
 * @param cases names of the cases to show evidence for
 */
export const caseAssertionDocument = (
  report: AnyCaseReport,
  headline: string,
  cases: readonly string[],
): Document => [
  // On one line, however long: it is what a summary of failed tests shows.
  paragraph(headline, 'line'),
  ...interruption(isReplay(report) ? null : report.interruption),
  {
    kind: 'setup',
    scenario: isReplay(report) ? report.plan.case.name : subjectOf(report),
    parts: isReplay(report) ? caseReplayParts(report) : exploreParts(report),
    server: `${serverName(report.server)}.`,
  },
  ...evidence(report, cases),
];

function evidence(report: AnyCaseReport, cases: readonly string[]): Block[] {
  if (isReplay(report)) return [{ kind: 'findings', findings: [caseReplayFinding(report)] }];
  const rows = rowsOf(report.results);
  return cases.map((name) => {
    const row = rows.find(({ strategy }) => strategy === name);
    return row === undefined
      ? paragraph(`${name} was not finished.`, 'line')
      : { kind: 'findings', findings: [caseFinding(report, row)] };
  });
}
