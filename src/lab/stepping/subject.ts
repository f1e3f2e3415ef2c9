/** What a stepping needs to know of strategies and of cases: how they run, and how they are shown. */
import type { Person } from '../../explore/step-by-hand.js';
import type { LabResult } from '../../lab.js';
import type { CaseReplayReport, ReplayReport, Schedule } from '../../model.js';
import type { Finding } from '../../report/document/blocks.js';
import type { SteppingJudgement } from './state.js';
import type { Standing } from './workers.js';

/** A report of a schedule that was stepped through. */
export type SteppingReport = ReplayReport | CaseReplayReport;

/** Who sees the stepping. */
export interface Audience {
  /** Whether commands leave out the server, so that clients of a service do not see its address [false]. */
  readonly hidesServer?: boolean;
}

/** The plan without what its audience must not see. */
export const visiblePlan = <Plan extends { readonly url: string | null }>(
  plan: Plan,
  { hidesServer = false }: Audience,
): Plan => (hidesServer ? { ...plan, url: null } : plan);

/** What came of a schedule that is over. */
export interface SteppingResult<Report extends SteppingReport> {
  readonly report: Report;
  readonly judgement: SteppingJudgement;
}

/** What runs, and how the person's decisions reach it. */
export interface SteppingRun<Report extends SteppingReport> {
  readonly person: Person<Standing, SteppingResult<Report>>;
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

/** A finding, with the verdict and the reason that it rests on. */
export const judgementOf = (
  { verdict, reason }: Pick<SteppingJudgement, 'verdict' | 'reason'>,
  finding: Finding,
): SteppingJudgement => ({ verdict, reason, finding });

/** The command line of a replay, for a schedule that may not be over. */
export const goingOn = (command: string, isOver: boolean): string =>
  isOver || !command.startsWith('race-lab ') ? command : `${command} --interactive`;

/**
 * The person, for the run of a subject that records schedules and outcomes in types of its own.
 * @param standingOf a schedule that is not over, as the person sees it
 * @param resultOf a schedule that is over, as the person sees it
 */
export const adaptedPerson = <Own, Outcome, Report extends SteppingReport>(
  person: SteppingRun<Report>['person'],
  standingOf: (own: Own) => Standing,
  resultOf: (outcome: Outcome) => SteppingResult<Report>,
): Person<Own, Outcome> => ({
  decide: (moment, own) => person.decide(moment, standingOf(own)),
  goesBackAfter: (outcome, own) => person.goesBackAfter(resultOf(outcome), standingOf(own)),
});
