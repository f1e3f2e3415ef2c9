/** What a stepping needs to know of strategies and of cases: how they run, and how they are shown. */
import type { Person } from '../../explore/step-by-hand.js';
import type { LabResult } from '../../lab.js';
import type { CaseReplayReport, ReplayReport, Schedule } from '../../model.js';
import type { Finding } from '../../report/document/blocks.js';
import type { SteppingJudgement, SteppingTable } from './state.js';
import type { Standing } from './workers.js';

/** A report of a schedule that was stepped through. */
export type SteppingReport = ReplayReport | CaseReplayReport;

/** What is shown at one moment. */
export interface Shown extends Standing {
  readonly tables: readonly SteppingTable[];
}

/** Who sees the stepping. */
export interface Audience {
  /** Whether commands leave out the server, so that clients of a service do not see its address [false]. */
  readonly hidesServer?: boolean;
}

/** The plan, as commands and reports show it. */
export const shownPlan = <Plan extends { readonly url: string | null }>(
  plan: Plan,
  { hidesServer = false }: Audience,
): Plan => (hidesServer ? { ...plan, url: null } : plan);

/** A schedule that is over. */
export interface Judged<Report extends SteppingReport> {
  readonly report: Report;
  readonly judgement: SteppingJudgement;
}

/** What runs, and how the person's decisions reach it. */
export interface SteppingRun<Report extends SteppingReport> {
  readonly person: Person<Shown, Judged<Report>>;
  /** Receives a way to see whether the server is lost. */
  readonly opened: (isLost: () => boolean) => void;
  readonly signal: AbortSignal;
}

/** A strategy or a case that a person steps through. */
export interface SteppingSubject<Report extends SteppingReport> {
  readonly name: string;
  /** Opens everything, runs, reports, and closes everything. */
  run(run: SteppingRun<Report>): Promise<LabResult<Report>>;
  /** The command that comes to this schedule again. @param isOver whether all workers have ended */
  command(schedule: Schedule, isOver: boolean): string;
}

/** What is said of a finding, with the reason that the verdict rests on. */
export const judgementOf = (
  { verdict, reason }: Pick<SteppingJudgement, 'verdict' | 'reason'>,
  finding: Finding,
): SteppingJudgement => ({ verdict, reason, finding });

/** The command line of a replay, for a schedule that may not be over. */
export const goingOn = (command: string, isOver: boolean): string =>
  isOver || !command.startsWith('race-lab ') ? command : `${command} --interactive`;
