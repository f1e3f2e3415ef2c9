import type { ReplayReport } from '../../../model.js';
import type { ReportContent } from '../content.js';
import { replayData } from './data.js';
import { replayDocument } from './document.js';
import { replayRecords } from './records.js';
import { replaySuite } from './suite.js';

/** The report of `replay`, for every format. */
export const replayContent = (report: ReplayReport): ReportContent => ({
  document: () => replayDocument(report),
  suites: () => [replaySuite(report)],
  data: () => replayData(report),
  records: () => replayRecords(report),
});
