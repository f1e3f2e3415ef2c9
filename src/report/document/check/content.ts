import type { CheckReport } from '../../../model.js';
import type { ReportContent } from '../content.js';
import { checkData } from './data.js';
import { checkDocument } from './document.js';
import { checkRecords } from './records.js';
import { checkSuites } from './suites.js';

/** The report of `check`, for every format. */
export const checkContent = (report: CheckReport): ReportContent => ({
  document: () => checkDocument(report),
  suites: () => checkSuites(report),
  data: () => checkData(report),
  records: () => checkRecords(report),
});
