import { isCaseReplay, type CaseReport } from '../any-report.js';
import type { Block, Document } from '../blocks.js';
import { interruption, paragraph } from '../parts.js';
import { serverName } from '../setup.js';
import { rowsOf } from './exploration/columns.js';
import { caseFinding } from './exploration/document.js';
import { exploreParts, subjectOf } from './exploration/sentences.js';
import { caseReplayFinding, caseReplayParts } from './replay/document.js';

/**
 * What a test log shows when a report on cases is not as a test expected: the evidence, without a
 * table.
 * @param headline what was expected, and what was found; a sentence without a full stop
 * @param cases names of the cases to show evidence for
 */
export const caseAssertionDocument = (
  report: CaseReport,
  headline: string,
  cases: readonly string[],
): Document => [
  // On one line, however long: it is what a summary of failed tests shows.
  paragraph(headline, 'line'),
  ...interruption(isCaseReplay(report) ? null : report.interruption),
  {
    kind: 'setup',
    scenario: isCaseReplay(report) ? report.plan.case.name : subjectOf(report),
    parts: isCaseReplay(report) ? caseReplayParts(report) : exploreParts(report),
    server: `${serverName(report.server)}.`,
  },
  ...evidence(report, cases),
];

function evidence(report: CaseReport, cases: readonly string[]): Block[] {
  if (isCaseReplay(report)) return [{ kind: 'findings', findings: [caseReplayFinding(report)] }];
  const rows = rowsOf(report);
  return cases.map((wanted) => {
    const row = rows.find(({ name }) => name === wanted);
    return row === undefined
      ? paragraph(`${wanted} was not finished.`, 'line')
      : { kind: 'findings', findings: [caseFinding(report, row)] };
  });
}
