/** Statements that come when all workers have ended: they are part of no schedule. */
import type { Judgement } from '../../judge/account/evidence.js';
import { abridged, printable } from '../../text/wrap.js';
import type { CaseLane } from './lane.js';

/** What only reads does not change how a schedule ends. */
const READS = /^\s*(?:select|show|with|values|table)\b/i;

/** A late statement, the most harmful one; null: there was none. */
function lateIn(lanes: readonly CaseLane[]): string | null {
  const all = lanes.flatMap(({ late }) => [...late]);
  return all.find((sql) => !READS.test(sql)) ?? all[0] ?? null;
}

/** What was late, as a sentence. */
export function lateRemarks(lanes: readonly CaseLane[]): readonly string[] {
  const sql = lateIn(lanes);
  return sql === null ? [] : [sentenceOn(sql)];
}

const sentenceOn = (sql: string): string =>
  `A statement came when all workers had ended, so it is part of no schedule: "${printable(abridged(sql))}". Let the worker that sends it await it.`;

/** Orders that lack a write are not all orders: a case does not hold when one came late. */
export function unlessLate(judgement: Judgement, lanes: readonly CaseLane[]): Judgement {
  const sql = lateIn(lanes);
  if (judgement.verdict === 'broken' || sql === null || READS.test(sql)) return judgement;
  const sentence = sentenceOn(sql);
  // It explains what else is not certain.
  const reason = judgement.verdict === 'held' ? sentence : `${judgement.reason} ${sentence}`;
  return { verdict: 'inconclusive', reason };
}
