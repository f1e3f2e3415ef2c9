import type {
  CaseExploreReport,
  CaseLoadReport,
  CaseReplayReport,
  ExploreReport,
  FreeRaceReport,
  ReplayReport,
  Report,
  Verdict,
} from '../../model.js';
import { isAboutCase, isResultOf } from '../../judge/case-result.js';
import { labelAt, labelOf, levelsOf } from '../../plan/case-rules.js';
import { verdictWord, type Failable, type VerdictWord } from './failure.js';

/** The report of a race, an exploration or a replay of strategies. */
export type StrategyReport = Report | ExploreReport | ReplayReport;

/** The report of a free race of cases. */
export type CaseRaceReport = FreeRaceReport | CaseLoadReport;

/** The report of an exploration or a free race of cases, or of the replay of one. */
export type CaseReport = CaseExploreReport | CaseReplayReport | CaseRaceReport;

/** The report of a race, an exploration or a replay. */
export type AnyReport = StrategyReport | CaseReport;

export const isAboutCases = (report: AnyReport): report is CaseReport =>
  'cases' in report.plan || 'case' in report.plan;

export const isExploration = (report: StrategyReport): report is ExploreReport =>
  report.plan.command === 'explore';

export const isReplay = (report: StrategyReport): report is ReplayReport =>
  report.plan.command === 'replay';

export const isCaseReplay = (report: CaseReport): report is CaseReplayReport =>
  report.plan.command === 'replay';

export const isCaseRace = (report: CaseReport): report is CaseRaceReport =>
  report.plan.command === 'run';

/** What became of a strategy or a case. */
export interface NamedVerdict {
  readonly name: string;
  /** Null: it was not finished. */
  readonly verdict: VerdictWord | null;
}

/** The verdict on each strategy or case of the plan. */
export function verdictsIn(report: AnyReport): readonly NamedVerdict[] {
  if (isAboutCases(report)) return caseVerdicts(report);
  if (isReplay(report)) {
    return [{ name: report.plan.strategy.name, verdict: report.drawn.verdict }];
  }
  const results: readonly (JudgedResult & { readonly strategy: string })[] = report.results;
  return report.plan.strategies.map(({ name }) => ({
    name,
    verdict: wordFor(results.find(({ strategy }) => strategy === name)),
  }));
}

function caseVerdicts(report: CaseReport): readonly NamedVerdict[] {
  if (isCaseReplay(report)) return [{ name: report.plan.case.name, verdict: report.verdict }];
  if (isCaseRace(report)) return raceVerdicts(report);
  const { plan, results } = report;
  return plan.cases.flatMap((each) =>
    levelsOf(plan).map((level) => ({
      name: labelAt(each, level, plan.cases),
      verdict: wordFor(results.find((result) => isResultOf(result, each, level))),
    })),
  );
}

function raceVerdicts(report: CaseRaceReport): readonly NamedVerdict[] {
  const { cases } = report.plan;
  const results: readonly (JudgedResult & {
    readonly case: string;
    readonly reference?: string;
  })[] = report.results;
  return cases.map((each) => ({
    name: labelOf(each, cases),
    verdict: wordFor(results.find((result) => isAboutCase(result, each))),
  }));
}

interface JudgedResult extends Failable {
  readonly verdict: Verdict;
}

const wordFor = (result: JudgedResult | undefined): VerdictWord | null =>
  result === undefined ? null : verdictWord(result);
