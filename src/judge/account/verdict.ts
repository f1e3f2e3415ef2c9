/**
 * The verdict on a round, and on all rounds: `broken` with a proof, `held` when the round tested
 * something and nothing broke, otherwise `inconclusive`, with the reason and what to change.
 */
import type { Operations, Verdict } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import type { Judgement } from '../judgement.js';
import { driftSentence } from './drift.js';
import type { RoundEvidence, RoundVerdict } from './evidence.js';
import { ESTIMATED, estimatedDamage, estimatedDoubt } from './estimate-words.js';
import { countViolations, type KnownFindings } from './findings.js';
import { lackIn, lackOverAll } from './power.js';
import { countIndeterminate } from './tally.js';
import { capitalized, lasted, listed, numbered } from '../../text/words.js';

export function judgeEvidence(evidence: RoundEvidence): Judgement {
  const { verdict, reason } = judgeComplete(evidence);
  const { cutShort, durationMs } = evidence.history;
  if (!cutShort) return { verdict, reason };
  const after = lasted(durationMs);
  return { verdict, reason: `${reason} It was cut short by the time limit after ${after}.` };
}

function judgeComplete(evidence: RoundEvidence): Judgement {
  const { findings, tally, overlap, history } = evidence;
  if (findings.kind === 'unknown') return { verdict: 'inconclusive', reason: findings.reason };
  const damage = findings.kind === 'known' ? damageOf(findings) : estimatedDamage(findings);
  if (damage !== null) return { verdict: 'broken', reason: damage };
  const lack = lackIn(evidence);
  if (lack !== null) return { verdict: 'inconclusive', reason: lack };
  const share = heldIn(tally.counts.attempted, overlap.all);
  const doubt =
    findings.kind === 'known' ? settled(history.operations) : ` ${estimatedDoubt(findings)}`;
  return { verdict: 'held', reason: share + doubt };
}

const heldIn = (attempted: number, overlapping: number, over = ''): string =>
  `Held in ${counted(attempted, 'operation')}${over}; ${count(overlapping)} of them overlapped.`;

/** Every version has a writer that reported success, so an indeterminate operation wrote none. */
function settled(operations: Operations): string {
  const open = countIndeterminate(operations);
  if (open === 0) return '';
  const subject = numbered(open, '1 operation', `${count(open)} operations`);
  const its = numbered(open, 'its connection', 'their connections');
  const they = numbered(open, 'it', 'they');
  return ` ${subject} lost ${its} while committing; every version has a writer, so ${they} wrote nothing.`;
}

/* ---------- Broken ---------- */

/** What went wrong, in a sentence or two; null when nothing did. */
export function damageOf({ accounts, limits }: KnownFindings): string | null {
  const lost = accounts.reduce((sum, account) => sum + account.lost.count, 0);
  const { violations, writeSkews } = countViolations(limits);
  const overdrafts = violations - writeSkews;
  const facts: string[] = [];
  if (lost > 0) {
    facts.push(`${counted(lost, 'committed update')} ${numbered(lost, 'was', 'were')} lost`);
  }
  if (overdrafts > 0) {
    facts.push(`${counted(overdrafts, 'withdrawal')} paid out money that was not there`);
  }
  if (writeSkews > 0) {
    const who = counted(writeSkews, 'withdrawal');
    facts.push(`${who} broke a limit that several accounts share`);
  }
  const sentences = facts.length > 0 ? [`${capitalized(listed(facts))}.`] : [];
  const adrift = accounts.find(({ stored }) => stored.unexplained !== 0);
  if (adrift !== undefined) sentences.push(driftSentence(adrift));
  return sentences.length > 0 ? sentences.join(' ') : null;
}

/* ---------- Several rounds ---------- */

/**
 * Broken if any round broke. Otherwise inconclusive if the findings of any round are unknown.
 * Otherwise held if any round held, even if another round tested too little. But inconclusive if
 * the time limit cut rounds short and most operations failed.
 * @param rounds at least one
 */
export function combine(rounds: readonly RoundVerdict[]): Judgement {
  const [first] = rounds;
  if (first !== undefined && rounds.length === 1) return first.judgement;
  const having = (verdict: Verdict) =>
    rounds.filter(({ judgement }) => judgement.verdict === verdict);
  const broken = having('broken');
  const held = having('held');
  const [firstBroken] = broken;
  if (firstBroken !== undefined) {
    const share = `Broken in ${count(broken.length)} of ${count(rounds.length)} rounds.`;
    return { verdict: 'broken', reason: `${share} ${told(firstBroken)}` };
  }
  const open = rounds.find(({ findings }) => findings.kind === 'unknown') ?? first;
  if (open?.findings.kind === 'unknown' || held.length === 0) {
    return { verdict: 'inconclusive', reason: open === undefined ? '' : told(open) };
  }
  const lack = lackOverAll(rounds);
  if (lack !== null) return { verdict: 'inconclusive', reason: lack };
  return { verdict: 'held', reason: heldOver(rounds, held.length) };
}

const told = ({ history, judgement }: RoundVerdict): string =>
  `Round ${history.round}: ${judgement.reason}`;

function heldOver(rounds: readonly RoundVerdict[], held: number): string {
  let attempted = 0;
  let overlapping = 0;
  let cut = 0;
  for (const round of rounds) {
    attempted += round.tally.counts.attempted;
    overlapping += round.overlap.all;
    if (round.history.cutShort) cut += 1;
  }
  const of = (number: number) => `${count(number)} of ${count(rounds.length)} rounds`;
  const idle = rounds.length - held;
  const estimated = rounds.some(({ findings }) => findings.kind === 'estimated');
  return [
    heldIn(attempted, overlapping, ` in ${count(rounds.length)} rounds`),
    ...(idle > 0 ? [`${of(idle)} tested too little.`] : []),
    ...(cut > 0 ? [`${of(cut)} ${numbered(cut, 'was', 'were')} cut short by the time limit.`] : []),
    ...(estimated ? [ESTIMATED] : []),
  ].join(' ');
}
