import type { CaseReplayReport } from '../../../../model.js';
import type { ReportContent } from '../../content.js';
import { caseReplayData } from './data.js';
import { caseReplayDocument } from './document.js';
import { caseReplayRecords } from './records.js';
import { caseReplaySuite } from './suite.js';

/** The report of `replay` on a case, for every format. */
export const caseReplayContent = (report: CaseReplayReport): ReportContent => ({
  document: () => caseReplayDocument(report),
  suites: () => [caseReplaySuite(report)],
  data: () => caseReplayData(report),
  records: () => caseReplayRecords(report),
});
