/** The sentences in reports of checks: plain text, without layout. */
import type {
  CaseExploreReport,
  CheckReport,
  ExperimentOutcome,
  ExpectationResult,
  ExploreReport,
  Report,
} from '../../../model.js';
import { counted, span } from '../../../text/numbers.js';
import { failedResults, type Failable } from '../failure.js';
import { expectationItem } from '../parts.js';

const FROM_BAD_TO_GOOD = ['ERROR', 'NOT MET', 'not judged', 'ok'] as const;

export type ExperimentStatus = (typeof FROM_BAD_TO_GOOD)[number];

/**
 * The status of an experiment: ERROR if it did not finish, otherwise the worst of its expectations.
 */
export function statusOf({ report, expectations }: ExperimentOutcome): ExperimentStatus {
  if (report === null || endedEarly(report) !== null) return 'ERROR';
  if (expectations.some(({ met }) => met === false)) return 'NOT MET';
  return expectations.some(({ met }) => met === null) ? 'not judged' : 'ok';
}

/** Why an experiment, or one of its strategies or cases, ended early; null if none did. */
export function endedEarly({
  interruption,
  results,
}: Report | ExploreReport | CaseExploreReport): string | null {
  const reasons = [
    ...(interruption === null ? [] : [interruption]),
    ...failedResults<Failable>(results).map(({ failure }) => failure.message),
  ];
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** The status of a whole check. */
export function worstOf({ experiments }: CheckReport): ExperimentStatus {
  const seen = new Set(experiments.map(statusOf));
  return FROM_BAD_TO_GOOD.find((status) => seen.has(status)) ?? 'ok';
}

/** The expectations that are not met, or could not be judged: `held NOT MET (naive: broken)`. */
const shortcomings = (expectations: readonly ExpectationResult[]): string[] =>
  expectations
    .filter(({ met }) => met !== true)
    .map(expectationItem)
    .map(({ rule, status, finding }) => `${rule} ${status} (${finding})`);

/** Why an experiment is not ok, in one line; empty when it is. */
export function whyNot(experiment: ExperimentOutcome): string {
  const { report, failure, expectations } = experiment;
  const ended = failure?.message ?? (report === null ? null : endedEarly(report));
  return ended ?? shortcomings(expectations).join('; ');
}

/** `1.3 s` */
export const seconds = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : span(Math.round(ms / 100) * 100);

/** What the experiments of a check are called: `case` when there is no config. */
export const experimentWord = ({ file }: Pick<CheckReport, 'file'>): string =>
  file === null ? 'case' : 'experiment';

/** `3 experiments in 4.2 s: 1 ok, 1 NOT MET, 1 not judged` */
export function totalOf({ file, experiments, durationMs }: CheckReport): string {
  const counts = FROM_BAD_TO_GOOD.toReversed().flatMap((status) => {
    const number = experiments.filter((each) => statusOf(each) === status).length;
    return number === 0 ? [] : [`${number} ${status}`];
  });
  return `${counted(experiments.length, experimentWord({ file }))} in ${seconds(durationMs)}: ${counts.join(', ')}`;
}
