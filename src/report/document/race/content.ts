import type { Report } from '../../../model.js';
import type { ReportContent } from '../content.js';
import { recordsOf } from '../records.js';
import { columns } from './columns.js';
import { raceData } from './data.js';
import { raceDocument } from './document.js';
import { raceSuite } from './suite.js';

/** The report of `run` and of `compare`, for every format. */
export const raceContent = (report: Report): ReportContent => ({
  document: () => raceDocument(report),
  suites: () => [raceSuite(report)],
  data: () => raceData(report),
  records: () => recordsOf(report.results, columns, report.plan.seed),
});
