import type { DrawnSchedule, ExplorationResult, ExploreReport } from '../../../model.js';
import type { Block, Document, Finding, FindingPart } from '../blocks.js';
import { replayCommand } from '../commands.js';
import {
  NO_RESULT,
  command,
  expectationBlocks,
  failureFinding,
  interruption,
  sentences,
  title,
} from '../parts.js';
import { failedResults } from '../failure.js';
import { tableOf } from '../table.js';
import { ESSENTIAL_RANK, columnsFor } from './columns.js';
import { strategyEndsBlocks } from './ends.js';
import {
  exploreNotes,
  exploreParts,
  heldIn,
  proof,
  reasonFor,
  serverSentence,
  witnessCaption,
  witnessTitle,
} from './sentences.js';

/** The report of `explore`. */
export function explorationDocument(report: ExploreReport): Document {
  const { plan, server, expectations } = report;
  return [
    title('race-lab explore', plan.scenario.name),
    ...interruption(report.interruption),
    {
      kind: 'setup',
      scenario: plan.scenario.name,
      parts: exploreParts(report),
      server: serverSentence(server),
    },
    figures(report),
    { kind: 'findings', findings: findings(report) },
    ...strategyEndsBlocks(report.results),
    ...expectationBlocks(expectations),
  ];
}

function figures(report: ExploreReport): Block {
  const { results } = report;
  if (results.length === 0) return NO_RESULT;
  return tableOf(results, columnsFor(results), {
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
function findings(report: ExploreReport): Finding[] {
  const { results } = report;
  const having = (verdict: ExplorationResult['verdict']) =>
    results
      .filter((result) => result.verdict === verdict && result.failure === null)
      .map((result) => explorationFinding(report, result));
  return [
    ...(results.length === 1 ? having('held') : heldItems(results)),
    ...failedResults(results).map(({ strategy, failure }) => failureFinding(strategy, failure)),
    ...having('inconclusive'),
    ...having('broken'),
  ];
}

/** With several strategies, a short line is enough: the table has the figures. */
const heldItems = (results: readonly ExplorationResult[]): Finding[] =>
  results
    .filter(({ verdict }) => verdict === 'held')
    .map((result) => ({
      name: result.strategy,
      verdict: 'held',
      title: null,
      parts: [sentences('reason', [heldIn(result)])],
      form: 'item',
    }));

/** The full finding of one strategy. */
export function explorationFinding(report: ExploreReport, result: ExplorationResult): Finding {
  const { strategy, verdict, witness } = result;
  const [failed] = failedResults([result]);
  if (failed !== undefined) return failureFinding(strategy, failed.failure);
  const reason = reasonFor(result);
  if (verdict !== 'broken' || witness === null) {
    const parts = [sentences('reason', [reason])];
    return { name: strategy, verdict, title: null, parts, form: 'paragraph' };
  }
  return {
    name: strategy,
    verdict,
    title: witnessTitle(witness),
    parts: [
      sentences('summary', [reason, witnessCaption(witness, result)]),
      ...scheduleParts(witness, replayCommand(report.plan, strategy, witness.schedule)),
    ],
    form: report.results.length > 1 ? 'chapter' : 'paragraph',
  };
}

/** The drawing of a schedule, its proof, and the command that runs it again. */
export const scheduleParts = (schedule: DrawnSchedule, again: string): FindingPart[] => [
  { kind: 'drawing', schedule },
  sentences('proof', proof(schedule)),
  command('Replay it', again),
];
