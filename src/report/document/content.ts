import type { Document } from './blocks.js';
import type { Value } from './column.js';
import type { Suite } from './suite/suite.js';

/** The content of a report, before a format renders it. Each part is made on demand. */
export interface ReportContent {
  /** For people. */
  document(): Document;
  /** For CI systems. */
  suites(): readonly Suite[];
  /** For programs: plain data with the whole report, unrounded. */
  data(): object;
  /** For spreadsheets: a header, then records with the same number of fields. A null field is unknown. */
  records(): readonly (readonly Value[])[];
}
