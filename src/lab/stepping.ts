/** Schedules that a person steps through, in a terminal or over HTTP. */
import { UsageError } from '../errors.js';
import { isReady, type Decision, type Moment } from '../explore/policy/by-hand.js';
import type { LabResult } from '../lab.js';
import type { CaseReplayPlan, CaseReplayReport, ReplayPlan, ReplayReport } from '../model.js';
import { letterOf, lettersOf } from '../text/schedule.js';
import { caseSubject, type CaseSteppingOptions } from './stepping/case.js';
import { positionText } from './stepping/position.js';
import { Rendezvous, SteppingEnded, type Pause } from './stepping/rendezvous.js';
import type { SteppingState } from './stepping/state.js';
import { strategySubject, type StrategySteppingOptions } from './stepping/strategy.js';
import type { SteppingReport, SteppingResult, SteppingSubject } from './stepping/subject.js';
import { endedWorkers, steppingWorkers, type Standing } from './stepping/workers.js';

export type * from './stepping/state.js';
export { positionText } from './stepping/position.js';
export type { SteppingReport } from './stepping/subject.js';

/** How long a person may think. */
export interface ThinkingTime {
  /** Milliseconds without a step after which the stepping ends; null: there is no limit. */
  readonly idleMs: number | null;
}

/**
 * Begins to step through a schedule of a strategy.
 * @param plan its schedule is what the stepping begins with
 * @throws {UsageError} when the schedule cannot be followed
 * @throws {EnvironmentError} when the server or the strategy cannot be used
 */
export const beginStepping = (
  plan: ReplayPlan,
  options: StrategySteppingOptions & ThinkingTime,
): Promise<Stepping<ReplayReport>> => Stepping.begin(strategySubject(plan, options), options);

/** Begins to step through a schedule of a case. Other work on cases waits until it has ended. @see beginStepping */
export const beginCaseStepping = (
  plan: CaseReplayPlan,
  options: CaseSteppingOptions & ThinkingTime,
): Promise<Stepping<CaseReplayReport>> => Stepping.begin(caseSubject(plan, options), options);

/**
 * A schedule whose choices a person makes. It has a database or a schema of its own until it ends: by {@link end}, the
 * signal, an error, or because the person thinks for too long. While it stands still, no time limit of the
 * explorer or the server runs.
 */
export class Stepping<Report extends SteppingReport = SteppingReport> {
  /**
   * Everything is closed. The report is null when the stepping ended before the schedule was over.
   * Rejects with what ended it: a lost server, a defect of the code, the signal's reason.
   */
  readonly ended: Promise<LabResult<Report | null>>;
  readonly #subject: SteppingSubject<Report>;
  readonly #meeting: Rendezvous<Standing, SteppingResult<Report>>;
  #isLost: () => boolean = () => false;
  #hasEnded = false;
  /** The last state in which the schedule stood still. */
  #last: SteppingState | null = null;
  /** Called when the schedule stands still again. */
  #paused: () => void = () => {};

  private constructor(
    subject: SteppingSubject<Report>,
    { signal = new AbortController().signal, idleMs }: ThinkingTime & { signal?: AbortSignal },
  ) {
    this.#subject = subject;
    const limits = { signal, idleMs, isLost: () => this.#isLost() };
    this.#meeting = new Rendezvous(limits, () => this.#paused());
    this.ended = this.#run(signal);
    this.ended.catch(() => undefined);
  }

  /** @throws what {@link ended} rejects with, before the first pause */
  static async begin<Report extends SteppingReport>(
    subject: SteppingSubject<Report>,
    options: ThinkingTime & { readonly signal?: AbortSignal | undefined },
  ): Promise<Stepping<Report>> {
    const { signal, idleMs } = options;
    const stepping = new Stepping(subject, signal === undefined ? { idleMs } : { signal, idleMs });
    await stepping.#untilPaused(() => undefined);
    return stepping;
  }

  /** Whether everything is closed, or being closed. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The schedule at this moment; while a step is under way, and after the end, the moment before. */
  get state(): SteppingState {
    const { pause } = this.#meeting;
    if (pause !== null) this.#last = stateOf(this.#subject, pause);
    if (this.#last === null) throw new RangeError('the stepping has not begun');
    return this.#last;
  }

  /**
   * Releases the next step of a worker.
   * @param letter such as `A`, or `a`
   * @throws {UsageError} when the worker cannot go: it waits, or is done
   * @throws as {@link ended}
   */
  step(letter: string): Promise<SteppingState> {
    const name = letter.toUpperCase();
    return this.#go(({ workers }) => {
      const worker = workers.find(({ number }) => letterOf(number) === name);
      const where = this.state.workers.find((each) => each.letter === name);
      if (worker === undefined || where === undefined) throw refusal(`there is no worker ${name}`);
      if (!isReady(worker)) throw refusal(`${name} cannot go: it ${positionText(where.position)}`);
      return { kind: 'step', worker: worker.number };
    });
  }

  /**
   * Takes the last step back: the steps before it run again, from the rows of the start.
   * @throws {UsageError} when there is none
   * @throws as {@link ended}
   */
  back(): Promise<SteppingState> {
    return this.#go(({ steps }) => {
      if (steps === 0) throw refusal('there is no step to take back');
      return { kind: 'back' };
    }, true);
  }

  /**
   * Lets the rest run: the worker that ran last as long as it can go, then the first one that can.
   * @throws as {@link ended}
   */
  finish(): Promise<SteppingState> {
    return this.#go(() => ({ kind: 'finish' }));
  }

  /**
   * Ends the stepping, and waits until everything is closed.
   * @throws as {@link ended}
   */
  async end(): Promise<LabResult<Report | null>> {
    this.#hasEnded = true;
    this.#meeting.goOn(null);
    return this.ended;
  }

  /** @param mayBeJudged whether it is also possible when the schedule is over */
  async #go(
    decide: (moment: Pick<Moment, 'workers' | 'steps'>) => Decision,
    mayBeJudged = false,
  ): Promise<SteppingState> {
    if (this.#hasEnded) throw refusal('the stepping has ended');
    const { pause } = this.#meeting;
    if (pause === null) throw refusal('a step is still under way');
    if (pause.kind === 'judged' && !mayBeJudged) throw refusal('all workers are done');
    const decision = decide(
      pause.kind === 'judged'
        ? { workers: [], steps: pause.shown.drawing.steps.length }
        : pause.moment,
    );
    // Kept for the case that the stepping ends now.
    this.#last = stateOf(this.#subject, pause);
    await this.#untilPaused(() => this.#meeting.goOn(decision));
    return this.state;
  }

  /** Does something, and waits until the schedule stands still. @throws as {@link ended} */
  async #untilPaused(go: () => void): Promise<void> {
    const paused = new Promise<void>((resolve) => {
      this.#paused = resolve;
    });
    go();
    await Promise.race([paused, this.ended]);
  }

  async #run(signal: AbortSignal): Promise<LabResult<Report | null>> {
    try {
      return await this.#subject.run({
        person: this.#meeting,
        opened: (isLost) => {
          this.#isLost = isLost;
        },
        signal,
      });
    } catch (error) {
      if (error instanceof SteppingEnded) return { report: null, left: null };
      throw error;
    } finally {
      this.#hasEnded = true;
    }
  }
}

const refusal = (message: string): UsageError =>
  new UsageError(message, { code: 'SCHEDULE_NOT_FOLLOWED' });

function stateOf<Report extends SteppingReport>(
  subject: SteppingSubject<Report>,
  pause: Pause<Standing, SteppingResult<Report>>,
): SteppingState {
  const { shown } = pause;
  const isOver = pause.kind === 'judged';
  const drawing = isOver ? drawnIn(pause.result.report) : shown.drawing;
  const { schedule } = drawing;
  return {
    subject: subject.name,
    tables: shown.tables,
    drawing,
    schedule: lettersOf(schedule),
    command: subject.command(schedule, isOver),
    workers: isOver
      ? endedWorkers(shown.endings, drawing)
      : steppingWorkers(pause.moment.workers, shown),
    strayed: isOver ? null : pause.moment.strayed,
    judgement: isOver ? pause.result.judgement : null,
  };
}

/** The steps of a report that is over. */
const drawnIn = (report: SteppingReport) =>
  'drawn' in report ? report.drawn : report.replayed.drawn;
