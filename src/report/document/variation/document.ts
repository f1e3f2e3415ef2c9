import type { VariedFinding, VariedReport, StrategyResult } from '../../../model.js';
import { valueLabel } from '../../../plan/vary.js';
import type { Block, Document, Finding, Table } from '../blocks.js';
import { verdictWord } from '../failure.js';
import {
  NO_RESULT,
  expectationBlocks,
  interruption,
  paragraph,
  sentences,
  title,
} from '../parts.js';
import { raceFinding } from '../race/document.js';
import { cutShortNote, keptSentence, notes, serverSentence } from '../race/sentences.js';
import { tableOf } from '../table.js';
import { variedCharts } from './charts.js';
import { ESSENTIAL_RANK, PAGE_RANK, columnsOf, rowsOf } from './columns.js';
import { cheapestAtEach, furtherValues, variedParts } from './sentences.js';

/** The report of `compare --vary`. */
export function variedDocument(report: VariedReport): Document {
  const { points, server, results, expectations } = report;
  const [first] = points;
  if (first === undefined) return [NO_RESULT];
  const { scenario } = first.plan;
  const whole = { ...first.report, results };
  const kept = keptSentence(whole);
  return [
    title('race-lab', scenario.name),
    ...interruption(report.interruption),
    {
      kind: 'setup',
      scenario: scenario.name,
      parts: variedParts(report),
      server: serverSentence(server),
    },
    results.length === 0 ? NO_RESULT : figures(report, first),
    ...variedCharts(report),
    { kind: 'findings', findings: variedFindings(report) },
    ...cheapestList(report),
    ...expectationBlocks(expectations),
    ...(kept === null ? [] : [paragraph(kept)]),
  ];
}

function figures(report: VariedReport, { report: first }: VariedFinding): Table {
  const whole = { ...first, results: report.results };
  return tableOf(rowsOf(report), columnsOf(report.parameter), {
    essentialRank: ESSENTIAL_RANK,
    pageRank: PAGE_RANK,
    footnote: cutShortNote(whole),
    notes: notes(whole),
  });
}

/**
 * For each strategy, what was found at the first value with each verdict. Its other values are
 * named, because their findings would say the same.
 */
function variedFindings(report: VariedReport): Finding[] {
  const strategies = report.points[0]?.plan.strategies ?? [];
  return strategies.flatMap(({ name }) => {
    const found = report.points.flatMap((point) =>
      point.report.results
        .filter(({ strategy }) => strategy === name)
        .map((result) => ({ point, result })),
    );
    const verdicts = [...new Set(found.map(({ result }) => verdictWord(result)))];
    return verdicts.flatMap((verdict) =>
      oneFinding(
        report,
        found.filter(({ result }) => verdictWord(result) === verdict),
      ),
    );
  });
}

/** A result of a strategy, with the value that it was found at. */
interface ResultAtValue {
  readonly point: VariedFinding;
  readonly result: StrategyResult;
}

function oneFinding({ parameter }: VariedReport, found: readonly ResultAtValue[]): Finding[] {
  const [first, ...others] = found.flatMap(({ point, result }) => {
    const finding = raceFinding(point.report, result);
    return finding === null ? [] : [{ point, finding }];
  });
  if (first === undefined) return [];
  const { point, finding } = first;
  const also = furtherValues(
    parameter,
    others.map((other) => other.point),
  );
  return [
    {
      ...finding,
      name: `${finding.name} at ${valueLabel(parameter, point.value)}`,
      parts: also.length === 0 ? finding.parts : [...finding.parts, sentences('summary', also)],
    },
  ];
}

function cheapestList(report: VariedReport): Block[] {
  const items = cheapestAtEach(report);
  return items.length === 0 ? [] : [{ kind: 'list', title: 'Cost of safety', items }];
}
