import type { CaseLoadReport, FreeRaceReport } from '../../../model.js';
import { isCaseRace, isCaseReplay, type CaseRaceReport, type CaseReport } from '../any-report.js';
import type { Block, Document, Finding } from '../blocks.js';
import { interruption, paragraph } from '../parts.js';
import { serverName } from '../setup.js';
import { rowsOf } from './exploration/columns.js';
import { caseFinding } from './exploration/document.js';
import { exploreParts, subjectOf } from './exploration/sentences.js';
import { loadFinding } from './load/document.js';
import { loadParts } from './load/sentences.js';
import { rowsOf as loadRows } from './load/columns.js';
import { roundsFinding } from './rounds/document.js';
import { roundsParts } from './rounds/sentences.js';
import { rowsOf as roundsRows } from './rounds/columns.js';
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
    parts: partsOf(report),
    server: `${serverName(report.server)}.`,
  },
  ...evidence(report, cases),
];

function partsOf(report: CaseReport): readonly string[] {
  if (isCaseReplay(report)) return caseReplayParts(report);
  if (!isCaseRace(report)) return exploreParts(report);
  return isLoad(report) ? loadParts(report) : roundsParts(report);
}

function evidence(report: CaseReport, cases: readonly string[]): Block[] {
  if (isCaseReplay(report)) return [{ kind: 'findings', findings: [caseReplayFinding(report)] }];
  const findings = findingsIn(report);
  return cases.map((wanted) => {
    const finding = findings.get(wanted);
    return finding === undefined
      ? paragraph(`${wanted} was not finished.`, 'line')
      : { kind: 'findings', findings: [finding] };
  });
}

/** By what reports call the case. */
function findingsIn(
  report: Exclude<CaseReport, { plan: { case: unknown } }>,
): ReadonlyMap<string, Finding> {
  const rows = isCaseRace(report)
    ? raceFindings(report)
    : rowsOf(report).map((row) => [row.name, caseFinding(report, row)] as const);
  return new Map(rows);
}

const raceFindings = (report: CaseRaceReport): readonly (readonly [string, Finding])[] =>
  isLoad(report)
    ? loadRows(report).map((row) => [row.name, loadFinding(report, row)])
    : roundsRows(report).map((row) => [row.name, roundsFinding(report, row)]);

const isLoad = (report: FreeRaceReport | CaseLoadReport): report is CaseLoadReport =>
  report.plan.kind === 'load';
