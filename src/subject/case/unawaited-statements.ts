/** Statements that came although the function of their worker had ended: it does not await them. */
import type { StatementEffect } from '../../gate/wire/statement-effect.js';
import type { Judgement } from '../../judge/judgement.js';
import type { SerialKnowledge } from '../../judge/serial/knowledge.js';
import type { Case, CaseAnomalyKind } from '../../model.js';
import { listed } from '../../text/words.js';
import { abridged, printable } from '../../text/wrap.js';
import type { CaseLane } from './lane.js';

/** What a report counts: schedules, free rounds, or a load as a whole. */
export type RunUnit = 'schedule' | 'round' | 'load';

/** The runs that a judgement is about. */
interface JudgedRuns {
  /** Whether what broke was found by the comparison with the serial orders only. */
  readonly isCompared: boolean;
  readonly unit?: RunUnit;
}

type Lanes = readonly Pick<CaseLane, 'afterEnd' | 'late' | 'habits' | 'isDisturbed'>[];

/**
 * The judgement, unless statements that are not awaited may have changed the rows: then even the serial orders may
 * have overlapped, and nothing that held is known to hold. What changes well after the end of a worker also makes
 * schedules differ from every serial order. In how many depends on time, so the reason then names only the statements.
 */
export function withUnawaited(
  judgement: Judgement,
  lanes: Lanes,
  the: Case,
  { isCompared, unit = 'schedule' }: JudgedRuns,
): Judgement {
  const sentences = unawaitedIn(lanes, the, unit);
  if (sentences.length === 0) return judgement;
  const isLate = lateWriteIn(lanes) !== null && (the.service !== null || spillsOver(lanes));
  const isFound = judgement.verdict === 'broken' && !(isLate && isCompared);
  if (isFound || (judgement.verdict === 'inconclusive' && !isLate)) {
    return { ...judgement, reason: [judgement.reason, ...sentences].join(' ') };
  }
  const why = the.service === null ? WHY[unit] : NOT_EXPLORED;
  return { verdict: 'inconclusive', reason: [...sentences, why].join(' ') };
}

/**
 * Whether what broke was found by the comparison with the serial orders only.
 * @param anomalies in how many runs each kind was found
 */
export function isOnlyCompared(
  anomalies: Readonly<Record<CaseAnomalyKind, number>>,
  { broken }: Pick<SerialKnowledge, 'broken'>,
): boolean {
  const { 'not serializable': _compared, ...others } = anomalies;
  return broken.length === 0 && Object.values(others).every((found) => found === 0);
}

const OVERLAPPING =
  'The next worker begins when a function ends, so even the serial orders may overlap.';

/** Why nothing is known to hold. */
const WHY = {
  schedule: OVERLAPPING,
  round: OVERLAPPING,
  load: 'Whether more of them came later is not known.',
} as const;

const NOT_EXPLORED = 'Its orders with the statements of the workers are not explored.';

/** The statements that may have changed the rows, in sentences. */
export function unawaitedIn(
  lanes: Lanes,
  the: Case,
  unit: RunUnit = 'schedule',
): readonly string[] {
  const late = lateWriteIn(lanes);
  // Whether a worker was still running when the statement came depends on time.
  const isOnlyLate = late !== null && the.service !== null && spillsOver(lanes);
  const afterEnd = isOnlyLate ? null : afterEndIn(lanes, the);
  return [
    ...(afterEnd === null ? [] : [afterEnd]),
    ...(late === null ? [] : [sentenceOn(late, the, unit)]),
    ...(isOnlyLate && unit === 'schedule' ? [FEW_ONLY] : []),
  ];
}

const FEW_ONLY =
  'Which worker sends such a statement, and in which schedule, is not certain, so few schedules are run.';

/** Whether late statements may have been taken for those of a later schedule. */
const spillsOver = (lanes: Lanes): boolean =>
  lanes.some(({ habits, isDisturbed }) => habits.lateMs > 0 || habits.isAmbiguous || isDisturbed);

/** The same, of statements that may change rows: then more schedules would show nothing. */
export const writesSpillOver = (lanes: Lanes): boolean =>
  spillsOver(lanes) && lateWriteIn(lanes) !== null;

/** What came late, when all of it only reads, as a sentence. */
export function lateRemarks(lanes: Lanes, the: Case, unit: RunUnit): readonly string[] {
  if (lateWriteIn(lanes) !== null) return [];
  const late = firstLate(lanes, 'reads');
  return late === null ? [] : [sentenceOn(late, the, unit)];
}

/** What came while other workers had not ended, as a sentence; null: nothing. */
function afterEndIn(lanes: Lanes, { workers }: Case): string | null {
  const sent = new Map(lanes.flatMap(({ afterEnd }) => [...afterEnd]));
  const [sql] = sent.values();
  if (sql === undefined) return null;
  const names = workers.flatMap(({ name }, index) => (sent.has(index + 1) ? [name] : []));
  return `Statements of ${listed(names)} came after the function had ended, such as "${shown(sql)}": is an await missing?`;
}

/** The most harmful statement that came when all workers had ended, if it may change rows; null: none. */
export const lateWriteIn = (lanes: Lanes): string | null =>
  // What begins or ends a transaction says little of what is late.
  firstLate(lanes, 'changes') ?? firstLate(lanes, 'bounds');

/** The choice does not depend on time. */
const firstLate = (lanes: Lanes, effect: StatementEffect): string | null =>
  lanes.flatMap(({ late }) => late.with(effect)).toSorted()[0] ?? null;

function sentenceOn(sql: string, { service }: Case, unit: RunUnit): string {
  const part = unit === 'load' ? '' : `, so it is part of no ${unit}`;
  if (service !== null) {
    return `The service sent a statement while no worker was running${part}: "${shown(sql)}". Let it await the statement before it answers, or make it a worker of its own; switch off a job that sends it.`;
  }
  const when =
    unit === 'load'
      ? 'A statement was not answered when all workers had ended'
      : 'A statement came when all workers had ended';
  return `${when}${part}: "${shown(sql)}". Let the worker that sends it await it.`;
}

const shown = (sql: string): string => printable(abridged(sql));
