import type { CaseExploreReport } from '../../../../model.js';
import type { ReportContent } from '../../content.js';
import { recordsOf } from '../../records.js';
import { columns, rowsOf } from './columns.js';
import { caseExplorationData } from './data.js';
import { caseExplorationDocument } from './document.js';
import { caseExplorationSuite } from './suite.js';

/** The report of `explore` on cases, for every format. */
export const caseExplorationContent = (report: CaseExploreReport): ReportContent => ({
  document: () => caseExplorationDocument(report),
  suites: () => [caseExplorationSuite(report)],
  data: () => caseExplorationData(report),
  records: () => recordsOf(rowsOf(report), columns, report.plan.seed),
});
