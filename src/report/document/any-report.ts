import type { ExploreReport, ReplayReport, Report } from '../../model.js';
import { failedResults, type FailableResult, type FailedResult } from './strategy-failure.js';

/** What a race, an exploration or a replay found. */
export type AnyReport = Report | ExploreReport | ReplayReport;

export const isExploration = (report: AnyReport): report is ExploreReport =>
  report.plan.command === 'explore';

export const isReplay = (report: AnyReport): report is ReplayReport =>
  report.plan.command === 'replay';

/** The strategies whose code is wrong; a replay of one fails. */
export const failedIn = (report: AnyReport): readonly FailedResult<FailableResult>[] =>
  isReplay(report) ? [] : failedResults<FailableResult>(report.results);
