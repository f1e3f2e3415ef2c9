/** The different ends of an exploration of cases, in words and as data. */
import type { CaseScheduleEnd } from '../../../../model.js';
import { lettersOf } from '../../../../text/schedule.js';
import type { Ends } from '../../blocks.js';
import { endsBlocks, NOT_KEPT } from '../../ends.js';
import { endingData } from '../witness-data.js';
import { endText } from '../words.js';
import type { CaseRow } from './columns.js';

/** The ends of each case, for pages. */
export const caseEndsBlocks = (rows: readonly CaseRow[]): Ends[] =>
  rows.flatMap((row) => endsBlocks(row.name, row, caseEndText));

/** An end as plain data. @param workers their names */
export const caseEndData = (end: CaseScheduleEnd, workers: readonly string[]) => ({
  schedules: end.schedules,
  broken: end.broken,
  text: caseEndText(end),
  examples: end.examples.map(lettersOf),
  endings: end.endings?.map((ending, i) => endingData(ending, i + 1, workers)) ?? null,
  changes: end.changes,
});

const caseEndText = ({ endings, changes }: CaseScheduleEnd): string =>
  endings === null || changes === null ? NOT_KEPT : endText({ endings, changes });
