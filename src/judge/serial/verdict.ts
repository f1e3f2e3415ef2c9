/** The verdict on all schedules of a case. */
import type { CaseAnomaly, CaseResult, Schedule } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import { option } from '../../text/option.js';
import { lettersOf } from '../../text/schedule.js';
import { capitalized, LISTED, listed, numbered } from '../../text/words.js';
import { brokenShare, type CoverageWords, heldIn, noTime, stoppedEarly } from '../coverage.js';
import type { Judgement } from '../judgement.js';
import { anomalyFact, violatedInvariant } from './anomaly-fact.js';
import type { SerialKnowledge } from './knowledge.js';

/** The counts over all schedules that were run. */
export interface CaseCounts extends Pick<
  CaseResult,
  | 'workers'
  | 'schedules'
  | 'broken'
  | 'unclear'
  | 'coverage'
  | 'anomalies'
  | 'invariants'
  | 'unsteady'
  | 'serialOrders'
  | 'serialSampled'
> {
  /** Workers that returned, over all schedules. */
  readonly committed: number;
  readonly serial: Pick<SerialKnowledge, 'broken' | 'unequal'>;
}

/**
 * Broken if a serial order is wrong already, or if any schedule broke. Otherwise inconclusive if the two
 * runs of a serial order cannot be told to be equal, if any schedule could not be judged, if nothing was
 * tested, or if not every requested schedule was run.
 */
export function caseVerdict(counts: CaseCounts): Judgement {
  const { broken, serial } = counts;
  const unequal = serial.unequal.length === 0 ? [] : [unequalIn(serial.unequal)];
  if (serial.broken.length > 0 || broken > 0) {
    const sentences = [
      ...(serial.broken.length === 0 ? [] : [serialFaultsIn(counts)]),
      ...unequal,
      ...(broken > 0 ? [brokenIn(counts)] : nothingAdded(counts)),
    ];
    return { verdict: 'broken', reason: sentences.join(' ') };
  }
  const [reason] = [...unequal, ...untested(counts)];
  return reason === undefined
    ? heldIn(exploredIn(counts), wordsFor(counts))
    : { verdict: 'inconclusive', reason };
}

const exploredIn = (counts: CaseCounts) => ({ ...counts, workers: counts.workers.length });

/** When the time limit was over, if no schedule was run. */
const BEFORE = 'before the serial orders had ended';

/** What sentences on coverage call the workers of a case. */
const wordsFor = ({ workers }: CaseCounts): CoverageWords => ({
  size: listed(workers),
  orders: `the statements of ${listed(workers)}`,
  before: BEFORE,
  code: 'code',
  insteadOfTurns: (switches) => `raise ${option('maxSwitches')} to ${switches} or more`,
  twoWorkers: null,
});

/* ---------- Serial orders ---------- */

/** `Wrong without any race, with the workers one after another: … in the order AB.` */
export function serialFaultsIn({
  serial,
  workers,
  serialOrders,
}: Pick<CaseCounts, 'workers' | 'serialOrders'> & {
  readonly serial: Pick<SerialKnowledge, 'broken'>;
}): string {
  const ordersOf = new Map<string, Schedule[]>();
  for (const { order, anomalies } of serial.broken) {
    for (const fact of new Set(anomalies.map((anomaly) => anomalyFact(anomaly, workers)))) {
      ordersOf.set(fact, [...(ordersOf.get(fact) ?? []), order]);
    }
  }
  const facts = [...ordersOf].map(([fact, orders]) => `${fact} ${inOrders(orders, serialOrders)}`);
  const isCondition = serial.broken.some(({ anomalies }) => anomalies.some(returnsCondition));
  const hint = isCondition ? ` ${ROWS_OF_INVARIANT}` : '';
  return `Wrong without any race, with the workers one after another: ${facts.join('; ')}.${hint}`;
}

const ROWS_OF_INVARIANT =
  'The query of an invariant returns the rows that violate it, and none when all is well: write the condition in its where clause.';

/** Its only row says whether something is so, as a condition does. */
function returnsCondition(anomaly: CaseAnomaly): boolean {
  if (anomaly.kind !== 'invariant') return false;
  const [row, ...others] = anomaly.rows;
  if (others.length > 0 || typeof row !== 'object' || row === null) return false;
  const values: readonly unknown[] = Object.values(row);
  return values.length === 1 && typeof values[0] === 'boolean';
}

function inOrders(orders: readonly Schedule[], all: number): string {
  if (orders.length > LISTED) return `in ${count(orders.length)} of ${count(all)} orders`;
  return `in the ${numbered(orders.length, 'order', 'orders')} ${listed(orders.map(lettersOf))}`;
}

/** Of which serial orders two runs end differently. */
export function unequalIn(orders: readonly Schedule[]): string {
  const named = orders.slice(0, LISTED).map(lettersOf);
  const more = orders.length > LISTED ? ` and ${count(orders.length - LISTED)} more` : '';
  const which =
    orders.length === 1 ? `the serial order ${listed(named)}` : `each of ${listed(named)}${more}`;
  return (
    `Two runs of ${which} end differently, and not only in some columns or parts of results: the code ` +
    'depends on time or chance, or something else works on this database.'
  );
}

function nothingAdded({ schedules, coverage }: CaseCounts): string[] {
  if (schedules === 0)
    return coverage.kind === 'time' ? [noTime(coverage, { before: BEFORE })] : [];
  return [
    schedules === 1
      ? 'The only schedule ends like a serial order.'
      : `All ${count(schedules)} schedules that were run end like serial orders.`,
  ];
}

/* ---------- Broken ---------- */

function brokenIn(counts: CaseCounts): string {
  const [explored, words] = [exploredIn(counts), wordsFor(counts)];
  return `${brokenShare(counts.broken, explored, words)} ${damageIn(counts)}${stoppedEarly(explored, words)}`;
}

/** `The invariant "stock is never below zero" is violated in 12; 12 end like no serial order.` */
export function damageIn({
  anomalies,
  invariants,
  serialOrders,
  serialSampled,
}: Pick<CaseCounts, 'anomalies' | 'invariants' | 'serialOrders' | 'serialSampled'>): string {
  const violated = Object.entries(invariants).toSorted(([, one], [, other]) => other - one);
  const orders = serialSampled
    ? `none of the ${count(serialOrders)} serial orders that were run`
    : 'no serial order';
  const failed = anomalies.failure;
  const unexplained = anomalies['not serializable'];
  const open = anomalies['left open'];
  const facts = [
    ...violated
      .slice(0, LISTED)
      .map(([name, times]) => `${violatedInvariant(name)} in ${count(times)}`),
    ...(violated.length > LISTED ? [moreViolated(violated.length - LISTED)] : []),
    ...(failed > 0 ? [`a worker failed in ${count(failed)} as in no serial order`] : []),
    ...(unexplained > 0
      ? [`${count(unexplained)} ${numbered(unexplained, 'ends', 'end')} like ${orders}`]
      : []),
    ...(open > 0 ? [`a worker left a transaction or a lock open in ${count(open)}`] : []),
  ];
  return `${capitalized(facts.join('; '))}.`;
}

const moreViolated = (others: number): string =>
  `${counted(others, 'other invariant')} ${numbered(others, 'is', 'are')} violated`;

/* ---------- Inconclusive ---------- */

/** Why nothing, or not everything, was tested. */
function untested({ workers, schedules, unclear, committed }: CaseCounts): string[] {
  const where = schedules === 1 ? 'the only schedule' : `any of the ${count(schedules)} schedules`;
  if (unclear > 0) {
    return [`${count(unclear)} of ${counted(schedules, 'schedule')} could not be judged.`];
  }
  if (workers.length === 1) {
    return [`${listed(workers)} ran alone, so nothing was tested: give the case another worker.`];
  }
  if (committed === 0 && schedules > 0) {
    return [
      `No worker returned in ${where}, so nothing was tested: check the rows of start, and refusals.`,
    ];
  }
  return [];
}
