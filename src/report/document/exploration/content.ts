import type { ExploreReport } from '../../../model.js';
import type { ReportContent } from '../content.js';
import { recordsOf } from '../records.js';
import { columns } from './columns.js';
import { explorationData } from './data.js';
import { explorationDocument } from './document.js';
import { explorationSuite } from './suite.js';

/** The report of `explore`, for every format. */
export const explorationContent = (report: ExploreReport): ReportContent => ({
  document: () => explorationDocument(report),
  suites: () => [explorationSuite(report)],
  data: () => explorationData(report),
  records: () => recordsOf(report.results, columns, report.plan.seed),
});
