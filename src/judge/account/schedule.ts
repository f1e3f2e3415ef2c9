/**
 * The verdict on one schedule. A race without an error proves nothing, but a schedule either broke
 * or held, even if nothing overlapped or nothing committed. It is inconclusive only if its history
 * contradicts itself.
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

/** A verdict without sentences, for schedules that are only counted. */
export interface ScheduleFindings {
  readonly verdict: Verdict;
  /** Committed updates that the final balances do not contain; 0 when inconclusive. */
  readonly lostUpdates: number;
  /** Withdrawals of money that was not there; 0 when inconclusive. */
  readonly violations: number;
  /** Violations of limits that several accounts share. */
  readonly writeSkews: number;
  /** Whether the numbers are lower bounds, because the strategy does not report its writes. */
  readonly estimated: boolean;
}

/** A write, identified so that the steps of a schedule can be searched for it. */
export interface ScheduledWrite {
  readonly worker: number;
  readonly account: number;
  /** The version that the write produced. */
  readonly version: number;
}

/** The writes that break a schedule: one, or several together. */
export interface WrongWrites {
  /** At least one. The last of them in the schedule completes the anomaly. */
  readonly writes: readonly ScheduledWrite[];
  /** What the last of them does: `overwrites version 1 by A` */
  readonly phrase: string;
}

/** The verdict on a schedule. Sentences name workers by letter. */
export interface ScheduleJudgement extends ScheduleFindings {
  /** Complete sentences: what the verdict rests on. */
  readonly reason: string;
  /** Null unless the verdict is broken. */
  readonly witness: Witness | null;
  /** Null when nothing broke, or when no write shows the anomaly. */
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

/** The verdict with its sentences, for a schedule that people read. */
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

/** The sentences about a schedule whose writes are not reported. */
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
