import type { Report, StrategyResult } from '../../../model.js';
import type { Block, Document, Finding, FindingPart, Table } from '../blocks.js';
import { raceCommand } from '../commands.js';
import {
  NO_RESULT,
  command,
  expectationBlocks,
  failureFinding,
  interruption,
  paragraph,
  sentences,
  title,
} from '../parts.js';
import { failedResults } from '../failure.js';
import { tableOf } from '../table.js';
import { raceCharts } from './charts.js';
import { ESSENTIAL_RANK, PAGE_RANK, columns } from './columns.js';
import {
  cheapest,
  cutShortNote,
  failureCauses,
  failureNote,
  keptSentence,
  chanceRemark,
  notes,
  planParts,
  proof,
  retryCauses,
  serverSentence,
  witnessTitle,
} from './sentences.js';

/** The report of `run` and of `compare`. */
export function raceDocument(report: Report): Document {
  const { plan, server, results, expectations } = report;
  const conclusion = cheapest(report);
  const kept = keptSentence(report);
  return [
    title('race-lab', plan.scenario.name),
    ...interruption(report.interruption),
    {
      kind: 'setup',
      scenario: plan.scenario.name,
      parts: planParts(plan),
      server: serverSentence(server),
    },
    results.length === 0 ? NO_RESULT : figures(report),
    ...raceCharts(results),
    { kind: 'findings', findings: results.flatMap((result) => raceFinding(report, result) ?? []) },
    ...retries(results),
    ...(conclusion === null ? [] : [paragraph(conclusion, 'strong')]),
    ...expectationBlocks(expectations),
    ...(kept === null ? [] : [paragraph(kept)]),
  ];
}

const figures = (report: Report): Table =>
  tableOf(report.results, columns, {
    essentialRank: ESSENTIAL_RANK,
    pageRank: PAGE_RANK,
    footnote: cutShortNote(report),
    notes: notes(report),
  });

/** The finding of one strategy; null when it held and nothing failed. */
export function raceFinding(report: Report, result: StrategyResult): Finding | null {
  const { strategy, verdict } = result;
  const causes = sentences('failures', failureCauses(result));
  const [failed] = failedResults([result]);
  if (failed !== undefined) {
    return failureFinding(strategy, failed.failure, [
      sentences('remark', failureNote(report, result)),
      causes,
    ]);
  }
  const parts = partsOf(report, result);
  if (verdict === 'held' && parts.length === 0 && causes.sentences.length === 0) return null;
  return {
    name: strategy,
    verdict,
    title: verdict === 'broken' ? witnessTitle(report, result) : null,
    parts: [...parts, causes],
    form: 'paragraph',
  };
}

function partsOf(report: Report, result: StrategyResult): FindingPart[] {
  switch (result.verdict) {
    case 'broken':
      return [sentences('proof', proof(result)), repeatRace(report, result)];
    case 'inconclusive':
      return [sentences('reason', [result.reason])];
    case 'held':
      return chance(report, result);
    default:
      return result.verdict satisfies never;
  }
}

/** The full finding of one strategy, also if it held. */
export function fullRaceFinding(report: Report, result: StrategyResult): Finding | null {
  if (result.verdict !== 'held') return raceFinding(report, result);
  return {
    name: result.strategy,
    verdict: 'held',
    title: null,
    parts: [
      sentences('reason', [result.reason]),
      ...chance(report, result),
      sentences('failures', failureCauses(result)),
      repeatRace(report, result),
    ],
    form: 'paragraph',
  };
}

const repeatRace = ({ plan }: Report, { strategy }: StrategyResult) =>
  command('Race it again', raceCommand(plan, strategy));

function chance(report: Report, result: StrategyResult): FindingPart[] {
  const remark = chanceRemark(report, result);
  return remark === null ? [] : [sentences('remark', [remark])];
}

function retries(results: readonly StrategyResult[]): Block[] {
  const items = results.flatMap((result) => {
    const causes = retryCauses(result);
    return causes === null ? [] : [{ name: result.strategy, text: causes }];
  });
  return items.length === 0 ? [] : [{ kind: 'list', title: 'Retries', items }];
}
