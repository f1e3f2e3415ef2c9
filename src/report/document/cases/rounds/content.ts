import type { FreeRaceReport } from '../../../../model.js';
import type { ReportContent } from '../../content.js';
import { recordsOf } from '../../records.js';
import { columns, rowsOf } from './columns.js';
import { roundsData } from './data.js';
import { roundsDocument } from './document.js';
import { roundsSuite } from './suite.js';

/** The report of `run` with rounds of cases, for every format. */
export const roundsContent = (report: FreeRaceReport): ReportContent => ({
  document: () => roundsDocument(report),
  suites: () => [roundsSuite(report)],
  data: () => roundsData(report),
  records: () => recordsOf(rowsOf(report), columns, report.plan.seed),
});
