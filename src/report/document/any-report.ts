import type { ExploreReport, ReplayReport, Report } from '../../model.js';
import { failedResults, type FailableResult, type FailedResult } from './strategy-failure.js';

/** The report of a race, an exploration or a replay. */
export type AnyReport = Report | ExploreReport | ReplayReport;

export const isExploration = (report: AnyReport): report is ExploreReport =>
  report.plan.command === 'explore';

export const isReplay = (report: AnyReport): report is ReplayReport =>
  report.plan.command === 'replay';

/** The strategies whose code is wrong. A replay of such a strategy has no report. */
export const failedIn = (report: AnyReport): readonly FailedResult<FailableResult>[] =>
  isReplay(report) ? [] : failedResults<FailableResult>(report.results);
