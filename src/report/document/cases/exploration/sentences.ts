/** The sentences in reports of explorations of cases: plain text, without layout. */
import {
  needsRetries,
  SERIALIZATION_FAILURE,
} from '../../../../judge/serial/serialization-failure.js';
import type {
  CaseExplorePlan,
  CaseExploreReport,
  IsolationLevel,
  Overlap,
} from '../../../../model.js';
import { labelOf, levelText } from '../../../../plan/case-rules.js';
import { count, counted } from '../../../../text/numbers.js';
import { LISTED, listed, numbered } from '../../../../text/words.js';
import {
  NOT_COVERED,
  causesIn,
  deadlockNotes,
  heldIn as heldInSchedules,
  switches,
  timeLimitParts,
  unsteadyNotes,
  witnessCaption,
} from '../../exploration/sentences.js';
import { atLevels, workersText } from '../parts.js';
import { rowsOf, type CaseRow } from './columns.js';

/** `last-copy`, `a, b and c`, `12 cases`. */
export function subjectOf({ plan }: { readonly plan: Pick<CaseExplorePlan, 'cases'> }): string {
  const names = plan.cases.map((each) => labelOf(each, plan.cases));
  return names.length > LISTED ? counted(names.length, 'case') : listed(names);
}

/** What was explored, in parts that stay together. */
export function exploreParts({ plan }: CaseExploreReport): string[] {
  const [only, ...others] = plan.cases;
  const isOnly = only !== undefined && others.length === 0;
  return [
    ...(isOnly ? [workersText(only.workers.map(({ name }) => name))] : []),
    `up to ${counted(plan.maxSchedules, 'schedule')}${isOnly ? '' : ' each'}`,
    ...(plan.maxSwitches === null ? [] : [`at most ${switches(plan.maxSwitches)}`]),
    ...atLevels(plan.isolations),
    ...timeLimitParts(plan.timeLimitMs, isOnly),
    `seed ${plan.seed}`,
  ];
}

/** Notes: what an exploration does not cover, and what its counts depend on. */
export function exploreNotes(report: CaseExploreReport): string[] {
  const rows = rowsOf(report);
  return [
    ...(rows.every(({ failure }) => failure !== null) ? [] : [coverageOf(report.plan.overlap)]),
    ...levelNotes(report.plan.isolations),
    ...sampledNotes(rows),
    ...deadlockNotes(report),
    ...unsteadyNotes(rows),
  ];
}

/** What is covered, and what is not. */
function coverageOf(overlap: Overlap): string {
  if (overlap === 'none') return `${NOT_COVERED}.`;
  const which =
    overlap === 'all' ? 'outside transactions and in READ COMMITTED ones' : 'outside transactions';
  return (
    `Inserts, updates and deletes ${which} are cut in two, so that others can run after they have their snapshot: a small letter goes on. ` +
    'Reads, functions, COPY and definitions are not cut.'
  );
}

/** What a chosen level changes, and how its failures count. */
function levelNotes(levels: readonly IsolationLevel[]): string[] {
  if (levels.length === 0) return [];
  const strict = levels.filter((level) => needsRetries(level));
  return [
    'Transactions that name no isolation level run at that of the row.',
    ...(strict.length === 0
      ? []
      : [
          `At ${listed(strict.map(levelText))}, a worker that fails with ${SERIALIZATION_FAILURE} does not break a schedule: the server does that in place of a wrong end, and the callers have to retry. Such a worker counts as not having run.`,
        ]),
  ];
}

/** The cases of which not all serial orders were run. */
function sampledNotes(rows: readonly CaseRow[]): string[] {
  const sampled = rows.filter(({ serialSampled }) => serialSampled);
  if (sampled.length === 0) return [];
  const names = sampled.map(({ name, serialOrders }) => `${name} (${count(serialOrders)})`);
  const has = numbered(sampled.length, 'has', 'have');
  return [
    `${listed(names)} ${has} more serial orders than were run: an end that none of those gives may be that of another.`,
  ];
}

/** The reason of the verdict, and what workers failed with. */
export function reasonFor({ reason, causes }: CaseRow): string {
  const ends = causesIn(causes);
  return ends === '' ? reason : `${reason} Workers failed with ${ends} of them.`;
}

/** In how many schedules a case held, for a list: `all 70 schedules; 40001 in 60 of them`. */
export function heldIn(row: CaseRow): string {
  const masked = row.masked.length === 0 ? '' : `; not compared: ${listed(row.masked)}`;
  return `${heldInSchedules(row)}${masked}`;
}

/** Which broken schedule is drawn; empty when it is a serial order, which needs no search. */
export function captionFor({ witness, coverage }: CaseRow): string[] {
  if (witness === null || witness.isSerial) return [];
  return [witnessCaption(witness.drawn, { coverage })];
}
