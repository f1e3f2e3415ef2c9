import type { CaseLoadReport } from '../../../../model.js';
import type { Block, Document, Finding } from '../../blocks.js';
import { failedResults } from '../../failure.js';
import {
  command,
  expectationBlocks,
  failureFinding,
  interruption,
  paragraph,
  sentences,
  title,
} from '../../parts.js';
import { serverSentence } from '../../race/sentences.js';
import { tableOf } from '../../table.js';
import { exploreRacedCommand } from '../commands.js';
import { subjectOf } from '../exploration/sentences.js';
import { raceFindings } from '../parts.js';
import { columns, ESSENTIAL_RANK, rowsOf, type LoadRow } from './columns.js';
import {
  failureCauses,
  figuresSentence,
  LOAD_NOTES,
  loadParts,
  loadTitle,
  violationSentences,
} from './sentences.js';

/** The report of `run` with a load of cases. */
export function loadDocument(report: CaseLoadReport): Document {
  const subject = subjectOf(report);
  return [
    title('race-lab run', subject),
    ...interruption(report.interruption),
    {
      kind: 'setup',
      scenario: subject,
      parts: loadParts(report),
      server: serverSentence(report.server),
    },
    figures(report),
    {
      kind: 'findings',
      findings: raceFindings(rowsOf(report), (row) => loadFinding(report, row)),
    },
    ...expectationBlocks(report.expectations),
  ];
}

function figures(report: CaseLoadReport): Block {
  const rows = rowsOf(report);
  if (rows.length === 0) return paragraph('No case has finished.', 'line');
  return tableOf(rows, columns, {
    essentialRank: ESSENTIAL_RANK,
    footnote: null,
    notes: LOAD_NOTES,
    // In a sentence.
    shownBelow: ['p50', 'p95', 'p99', 'max', 'connections', 'durationMs'],
  });
}

/** The full finding of one case. */
export function loadFinding(report: CaseLoadReport, row: LoadRow): Finding {
  const { name, verdict, reason, remarks } = row;
  const [failed] = failedResults([row]);
  if (failed !== undefined) return failureFinding(name, failed.failure);
  const causes = failureCauses(row);
  const failures = causes.length === 0 ? [] : [sentences('failures', causes)];
  if (verdict !== 'broken') {
    const parts = [sentences('reason', [reason, ...figuresSentence(row), ...remarks]), ...failures];
    return { name, verdict, title: null, parts, form: 'paragraph' };
  }
  return {
    name,
    verdict,
    title: loadTitle(row),
    parts: [
      sentences('summary', [
        reason,
        ...violationSentences(row),
        ...figuresSentence(row),
        ...remarks,
      ]),
      ...failures,
      command('Look for the shortest order that breaks', exploreRacedCommand(report.plan, row)),
    ],
    form: report.results.length > 1 ? 'chapter' : 'paragraph',
  };
}
