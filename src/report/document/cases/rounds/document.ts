import type { FreeRaceReport } from '../../../../model.js';
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
import { serverName } from '../../setup.js';
import { tableOf } from '../../table.js';
import { roundAgain } from '../commands.js';
import { subjectOf } from '../exploration/sentences.js';
import { besides, raceFindings } from '../parts.js';
import { witnessTitle } from '../story.js';
import { columnsFor, ESSENTIAL_RANK, rowsOf, type RoundsRow } from './columns.js';
import {
  endLines,
  reasonFor,
  roundsNotes,
  roundsParts,
  endFacts,
  witnessStory,
} from './sentences.js';

/** The report of `run` with rounds of cases. */
export function roundsDocument(report: FreeRaceReport): Document {
  const subject = subjectOf(report);
  return [
    title('race-lab run', subject),
    ...interruption(report.interruption),
    {
      kind: 'setup',
      scenario: subject,
      parts: roundsParts(report),
      server: `${serverName(report.server)}.`,
    },
    figures(report),
    ...rowsOf(report).flatMap((row) => endsOf(report, row)),
    {
      kind: 'findings',
      findings: raceFindings(rowsOf(report), (row) => roundsFinding(report, row)),
    },
    ...expectationBlocks(report.expectations),
  ];
}

function figures(report: FreeRaceReport): Block {
  const rows = rowsOf(report);
  if (rows.length === 0) return paragraph('No case has finished.', 'line');
  return tableOf(rows, columnsFor(rows), {
    essentialRank: ESSENTIAL_RANK,
    footnote: null,
    notes: roundsNotes(report),
  });
}

/** How the rounds of a case ended, and how often so. */
function endsOf({ results }: FreeRaceReport, row: RoundsRow): Block[] {
  if (row.ends.length === 0) return [];
  const which = results.length > 1 ? ` of ${row.name}` : '';
  return [{ kind: 'list', title: `How the rounds${which} ended`, items: endLines(row) }];
}

/** The full finding of one case. */
export function roundsFinding(report: FreeRaceReport, row: RoundsRow): Finding {
  const { name, verdict, witness, workers } = row;
  const [failed] = failedResults([row]);
  if (failed !== undefined) return failureFinding(name, failed.failure);
  const more = besides(row);
  if (verdict !== 'broken' || witness === null) {
    const { label, line } = roundAgain(report.plan, row, null);
    const parts = [sentences('reason', [reasonFor(row), ...more]), command(label, line)];
    return { name, verdict, title: null, parts, form: 'paragraph' };
  }
  const { label, line } = roundAgain(report.plan, row, witness);
  return {
    name,
    verdict,
    title: witnessTitle(endFacts(witness, workers)),
    parts: [
      sentences('summary', [reasonFor(row)]),
      sentences('proof', witnessStory(witness, row)),
      ...(more.length === 0 ? [] : [sentences('summary', more)]),
      command(label, line),
    ],
    form: report.results.length > 1 ? 'chapter' : 'paragraph',
  };
}
