import type { VariedReport } from '../../../model.js';
import type { ReportContent } from '../content.js';
import { recordsOf } from '../records.js';
import { columnsOf, rowsOf } from './columns.js';
import { variedData } from './data.js';
import { variedDocument } from './document.js';
import { variedSuites } from './suites.js';

/** The report of `compare --vary`, for every format. */
export const variedContent = (report: VariedReport): ReportContent => ({
  document: () => variedDocument(report),
  suites: () => variedSuites(report),
  data: () => variedData(report),
  records: () =>
    recordsOf(rowsOf(report), columnsOf(report.parameter), report.points[0]?.plan.seed ?? 0),
});
