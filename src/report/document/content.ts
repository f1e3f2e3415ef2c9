import type { Document } from './blocks.js';
import type { Value } from './column.js';
import type { Suite } from './suite/suite.js';

/** What a report holds, before a format makes text of it. Each part is made when it is asked for. */
export interface ReportContent {
  /** For people. */
  document(): Document;
  /** For CI systems. */
  suites(): readonly Suite[];
  /** For programs: plain data, with everything that the report holds, unrounded. */
  data(): object;
  /** For spreadsheets: a header, then records with as many fields; null is a field that is not known. */
  records(): readonly (readonly Value[])[];
}
