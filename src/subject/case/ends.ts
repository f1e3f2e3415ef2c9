import type { EndCount } from '../../explore/ends.js';
import { changesBetween } from '../../judge/serial/changes.js';
import type { CaseEnd, TableEnd } from '../../judge/serial/end.js';
import type { CaseScheduleEnd } from '../../model.js';

/** @param start the rows of the start */
export const caseEnds = (
  ends: readonly EndCount<CaseEnd>[],
  start: readonly TableEnd[],
): readonly CaseScheduleEnd[] =>
  ends.map(({ end, ...counts }) => ({
    ...counts,
    endings: end?.endings ?? null,
    changes: end === null ? null : changesBetween(start, end.tables),
  }));
