import type { CaseExploreReport, CodeFailure, Verdict } from '../../../../model.js';
import type { Block, Document, Finding } from '../../blocks.js';
import {
  command,
  expectationBlocks,
  failureFinding,
  interruption,
  paragraph,
  sentences,
  title,
} from '../../parts.js';
import { caseCalled, levelText } from '../../../../plan/case-rules.js';
import { serverName } from '../../setup.js';
import { failedResults } from '../../failure.js';
import { tableOf } from '../../table.js';
import { caseReplayCommand } from '../commands.js';
import { besides, witnessParts } from '../parts.js';
import { witnessTitle } from '../story.js';
import { ESSENTIAL_RANK, columnsFor, rowsOf, type CaseRow } from './columns.js';
import { caseEndsBlocks } from './ends.js';
import {
  captionFor,
  exploreNotes,
  exploreParts,
  heldIn,
  reasonFor,
  subjectOf,
} from './sentences.js';

/** The report of `explore` on cases. */
export function caseExplorationDocument(report: CaseExploreReport): Document {
  const subject = subjectOf(report);
  return [
    title('race-lab explore', subject),
    ...interruption(report.interruption),
    {
      kind: 'setup',
      scenario: subject,
      parts: exploreParts(report),
      server: `${serverName(report.server)}.`,
    },
    figures(report),
    { kind: 'findings', findings: findings(report) },
    ...caseEndsBlocks(rowsOf(report)),
    ...expectationBlocks(report.expectations),
  ];
}

function figures(report: CaseExploreReport): Block {
  const rows = rowsOf(report);
  if (rows.length === 0) return paragraph('No case has finished.', 'line');
  return tableOf(rows, columnsFor(rows), {
    essentialRank: ESSENTIAL_RANK,
    footnote: null,
    notes: exploreNotes(report),
    // A witness is drawn.
    shownBelow: ['witness'],
  });
}

/**
 * First what held, in short; then what failed or is inconclusive; last what broke, with its
 * drawings.
 */
function findings(report: CaseExploreReport): Finding[] {
  const rows = rowsOf(report);
  const having = (verdict: Verdict) =>
    rows
      .filter((row) => row.verdict === verdict && row.failure === null)
      .map((row) => caseFinding(report, row, drawnBefore(row, rows)));
  return [
    ...(rows.length === 1 ? having('held') : heldItems(rows)),
    ...failedResults(rows).map((row) => failedFinding(row, row.failure)),
    ...having('inconclusive'),
    ...having('broken'),
  ];
}

/** The message of a failure begins with the case, which the finding names already. */
function failedFinding({ case: of, reference, name }: CaseRow, failure: CodeFailure): Finding {
  const prefix = `${caseCalled({ name: of, ...(reference === undefined ? {} : { reference }) })}: `;
  const { message } = failure;
  if (!message.startsWith(prefix)) return failureFinding(name, failure);
  const where = reference === undefined || reference === name ? '' : `${reference}: `;
  return failureFinding(name, { ...failure, message: `${where}${message.slice(prefix.length)}` });
}

/** With several cases, a short line is enough: the table has the figures. */
const heldItems = (rows: readonly CaseRow[]): Finding[] =>
  rows
    .filter(({ verdict }) => verdict === 'held')
    .map((row) => ({
      name: row.name,
      verdict: 'held',
      title: null,
      parts: [sentences('reason', [heldWith(row)])],
      form: 'item',
    }));

function heldWith(row: CaseRow): string {
  const more = [...row.unaffected, ...row.remarks];
  return more.length === 0 ? heldIn(row) : [`${heldIn(row)}.`, ...more].join(' ');
}

/**
 * The full finding of one case.
 * @param twin a row above it whose drawing and story are the same, and stand for both
 */
export function caseFinding(report: CaseExploreReport, row: CaseRow, twin?: CaseRow): Finding {
  const { name, verdict, witness } = row;
  const [failed] = failedResults([row]);
  if (failed !== undefined) return failedFinding(row, failed.failure);
  const more = besides(row);
  if (verdict !== 'broken' || witness === null) {
    const parts = [sentences('reason', [reasonFor(row), ...row.unaffected, ...more])];
    return { name, verdict, title: null, parts, form: 'paragraph' };
  }
  const again = caseReplayCommand(
    { ...report.plan, isolation: row.isolation },
    row,
    witness.drawn.schedule,
  );
  const parts =
    twin === undefined
      ? witnessParts(witness, { masked: row.masked, more, again })
      : [sentences('proof', [sameAs(twin)]), command('Replay it', again)];
  return {
    name,
    verdict,
    title: witnessTitle(witness),
    parts: [
      sentences('summary', [reasonFor(row), ...row.unaffected, ...captionFor(row)]),
      ...parts,
    ],
    form: report.results.length > 1 ? 'chapter' : 'paragraph',
  };
}

/** A row above, of the same case at another isolation level, whose drawing and story are the same. */
function drawnBefore(row: CaseRow, rows: readonly CaseRow[]): CaseRow | undefined {
  const drawing = drawingOf(row);
  return rows
    .slice(0, rows.indexOf(row))
    .find((other) => other.caseName === row.caseName && drawingOf(other) === drawing);
}

const drawingOf = ({ verdict, witness, masked, remarks }: CaseRow): string =>
  JSON.stringify({ verdict, witness, masked, remarks });

const sameAs = ({ isolation }: CaseRow): string =>
  `Every step and the end are as ${isolation === null ? '' : `at ${levelText(isolation)}, `}drawn above.`;
