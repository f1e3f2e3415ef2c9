/**
 * What may be said of one schedule. Unlike a race, whose silence proves nothing, a schedule is an
 * experiment in full: it either broke or held, also when nothing overlapped or nothing committed.
 * Only a history that contradicts itself leaves it open.
 */
import type { History, Verdict, Witness } from '../../model.js';
import type { EstimatedFindings } from './estimate.js';
import { estimatedDamage, estimatedDoubt, estimatedWitness, isAdrift } from './estimate-words.js';
import type { KnownFindings } from './findings.js';
import { countViolations, examine } from './findings.js';
import { byLetter } from './naming.js';
import { tellOutcomes } from './outcomes.js';
import type { Proof } from './proof.js';
import { damageOf } from './verdict.js';
import { findProof, witnessFrom } from './witness.js';

/** A verdict without its sentences, for the schedules that nobody reads of. */
export interface ScheduleFindings {
  readonly verdict: Verdict;
  /** Committed updates that the final balances do not contain; 0 when inconclusive. */
  readonly lostUpdates: number;
  /** Withdrawals of money that was not there; 0 when inconclusive. */
  readonly violations: number;
  /** Those of them that broke a limit which several accounts share. */
  readonly writeSkews: number;
  /** Whether the numbers are the least that there were, since the strategy does not say what it wrote. */
  readonly estimated: boolean;
}

/** A write, as a schedule can find it. */
export interface ScheduledWrite {
  readonly worker: number;
  readonly account: number;
  /** The version that it produced. */
  readonly version: number;
}

/** What breaks a schedule: one write, or several that do it together. */
export interface WrongWrites {
  /** At least one; the last of them in the schedule completes it. */
  readonly writes: readonly ScheduledWrite[];
  /** What that one does: `overwrites version 1 by A` */
  readonly phrase: string;
}

/** The verdict on a schedule, told with letters for its workers. */
export interface ScheduleJudgement extends ScheduleFindings {
  /** Complete sentences: what the verdict rests on. */
  readonly reason: string;
  /** Null unless the verdict is broken. */
  readonly witness: Witness | null;
  /** Null when nothing broke, or when no write shows it. */
  readonly wrong: WrongWrites | null;
}

const OPEN: ScheduleFindings = {
  verdict: 'inconclusive',
  lostUpdates: 0,
  violations: 0,
  writeSkews: 0,
  estimated: false,
};

/** The verdict alone: cheap enough for every schedule of an exploration. */
export function scheduleVerdict(history: History): ScheduleFindings {
  const findings = examine(history);
  return findings.kind === 'unknown' ? OPEN : weigh(findings);
}

/** The verdict with all that people want to know of a schedule that they look at. */
export function judgeSchedule(history: History): ScheduleJudgement {
  const naming = byLetter(history.operations);
  const findings = examine(history, naming);
  if (findings.kind === 'unknown') {
    return { ...OPEN, reason: findings.reason, witness: null, wrong: null };
  }
  const weighed = weigh(findings);
  if (findings.kind === 'estimated') return { ...weighed, ...tellEstimate(history, findings) };
  const proof = findProof(findings, naming);
  return {
    ...weighed,
    reason: damageOf(findings) ?? tellOutcomes(history.operations, endsOf(findings)),
    witness: proof === null ? null : witnessFrom(history.round, proof),
    wrong: proof === null ? null : wrongIn(proof),
  };
}

const endsOf = ({ accounts }: KnownFindings) => accounts.map(({ chain }) => chain.final);

/** What is told of a schedule in which the writes have no known writer. */
function tellEstimate({ operations, round }: History, findings: EstimatedFindings) {
  const ends = findings.accounts.map(({ final }) => final);
  const held = () => `${tellOutcomes(operations, ends)} ${estimatedDoubt(findings)}`;
  const reason = estimatedDamage(findings) ?? held();
  return { reason, witness: estimatedWitness(round, findings), wrong: null };
}

function wrongIn({ wrong }: Proof): WrongWrites | null {
  if (wrong === null) return null;
  const { writes, phrase } = wrong;
  return {
    writes: writes.map(({ operation: { worker }, account, version }) => ({
      worker,
      account,
      version,
    })),
    phrase,
  };
}

function weigh(findings: KnownFindings | EstimatedFindings): ScheduleFindings {
  let lostUpdates = 0;
  for (const { lost } of findings.accounts) lostUpdates += lost.count;
  const { violations, writeSkews } = countViolations(findings.limits);
  const held = lostUpdates === 0 && violations === 0 && addsUp(findings);
  const estimated = findings.kind === 'estimated';
  return { verdict: held ? 'held' : 'broken', lostUpdates, violations, writeSkews, estimated };
}

const addsUp = (findings: KnownFindings | EstimatedFindings): boolean =>
  findings.kind === 'known'
    ? findings.accounts.every(({ stored }) => stored.unexplained === 0)
    : !findings.accounts.some(isAdrift);
