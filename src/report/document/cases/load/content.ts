import type { CaseLoadReport } from '../../../../model.js';
import type { ReportContent } from '../../content.js';
import { recordsOf } from '../../records.js';
import { columns, rowsOf } from './columns.js';
import { loadData } from './data.js';
import { loadDocument } from './document.js';
import { loadSuite } from './suite.js';

/** The report of `run` with a load of cases, for every format. */
export const loadContent = (report: CaseLoadReport): ReportContent => ({
  document: () => loadDocument(report),
  suites: () => [loadSuite(report)],
  data: () => loadData(report),
  records: () => recordsOf(rowsOf(report), columns, report.plan.seed),
});
