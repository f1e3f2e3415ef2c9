/** The different ends of an exploration of cases, in words and as data. */
import type { CaseResult, CaseScheduleEnd } from '../../../../model.js';
import { lettersOf } from '../../../../text/schedule.js';
import type { Ends } from '../../blocks.js';
import { endsBlocks, NOT_KEPT } from '../../ends.js';
import { comparedEnd } from '../compared-changes.js';
import { endingData } from '../witness-data.js';
import { endText } from '../words.js';
import type { CaseRow } from './columns.js';

/** The ends of each case, for pages. */
export const caseEndsBlocks = (rows: readonly CaseRow[]): Ends[] =>
  rows.flatMap((row) => endsBlocks(row.name, row, (end) => caseEndText(end, row.masked)));

/** An end as plain data. */
export const caseEndData = (
  end: CaseScheduleEnd,
  { workers, masked }: Pick<CaseResult, 'workers' | 'masked'>,
) => ({
  schedules: end.schedules,
  broken: end.broken,
  text: caseEndText(end, masked),
  examples: end.examples.map(lettersOf),
  endings: end.endings?.map((ending, i) => endingData(ending, i + 1, workers)) ?? null,
  changes: end.changes,
});

const caseEndText = ({ endings, changes }: CaseScheduleEnd, masked: readonly string[]): string =>
  endings === null || changes === null
    ? NOT_KEPT
    : endText(comparedEnd({ endings, changes }, masked));
