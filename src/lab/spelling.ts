/** Replaces the marks for options in reports by the names that the readers use. */
import type {
  CaseExploreReport,
  CaseReplayReport,
  ExploreReport,
  Report,
  CodeFailure,
} from '../model.js';
import { spelled, type OptionSpelling } from '../text/option.js';

/** @param report with marks for options */
export const spelledRace = (report: Report, spelling: OptionSpelling): Report => ({
  ...report,
  results: report.results.map((result) => ({
    ...spelledResult(result, spelling),
    rounds: result.rounds.map((round) => ({ ...round, reason: spelled(round.reason, spelling) })),
  })),
  interruption: spelledInterruption(report.interruption, spelling),
});

/** @param report with marks for options */
export const spelledExploration = (
  report: ExploreReport,
  spelling: OptionSpelling,
): ExploreReport => ({
  ...report,
  results: report.results.map((result) => spelledResult(result, spelling)),
  interruption: spelledInterruption(report.interruption, spelling),
});

/** @param report with marks for options */
export const spelledCases = (
  report: CaseExploreReport,
  spelling: OptionSpelling,
): CaseExploreReport => ({
  ...report,
  results: report.results.map((result) => ({
    ...spelledResult(result, spelling),
    remarks: spelledAll(result.remarks, spelling),
  })),
  interruption: spelledInterruption(report.interruption, spelling),
});

/** @param report with marks for options */
export const spelledCaseReplay = (
  report: CaseReplayReport,
  spelling: OptionSpelling,
): CaseReplayReport => ({
  ...report,
  reason: spelled(report.reason, spelling),
  remarks: spelledAll(report.remarks, spelling),
});

/** What a race of cases found, without the rest of its report. */
interface RaceOutcome<R> {
  readonly results: readonly R[];
  readonly interruption: string | null;
}

/** @param outcome with marks for options */
export const spelledCaseRace = <
  R extends { readonly reason: string; readonly failure: CodeFailure | null },
>(
  { results, interruption }: RaceOutcome<R>,
  spelling: OptionSpelling,
): RaceOutcome<R> => ({
  results: results.map((result) => spelledResult(result, spelling)),
  interruption: spelledInterruption(interruption, spelling),
});

function spelledResult<R extends { readonly reason: string; readonly failure: CodeFailure | null }>(
  result: R,
  spelling: OptionSpelling,
): R {
  const { reason, failure } = result;
  return {
    ...result,
    reason: spelled(reason, spelling),
    failure: failure === null ? null : spelledFailure(failure, spelling),
  };
}

const spelledAll = (texts: readonly string[], spelling: OptionSpelling): readonly string[] =>
  texts.map((text) => spelled(text, spelling));

const spelledFailure = ({ message, hint }: CodeFailure, spelling: OptionSpelling): CodeFailure => ({
  message: spelled(message, spelling),
  hint: hint === null ? null : spelled(hint, spelling),
});

const spelledInterruption = (text: string | null, spelling: OptionSpelling): string | null =>
  text === null ? null : spelled(text, spelling);
