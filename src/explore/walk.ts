import type { Coverage } from '../model.js';
import type { StallLimit } from './conductor.js';
import type { Judge } from './judge.js';
import type { Lanes } from './lanes.js';
import { silent } from './listener.js';
import type { Choose, Path, Policy, SearchLimits, SystematicPolicy } from './policy.js';
import { followPrefix } from './policy/follow-prefix.js';
import { RandomWalks } from './policy/random-walks.js';
import { runSchedule } from './run-schedule.js';
import { scheduleOf, type ScheduleRun, switchesIn } from './schedule.js';
import type { Lane } from './subject.js';
import { Tally } from './tally.js';
import type { TimeLimit } from './time-limit.js';

/** What to explore, the limits, and what receives the results. */
export interface WalkOptions<End, Drawn> {
  /** The lanes of the subject. */
  readonly lanes: Lanes<End, Drawn>;
  readonly judge: Judge<End>;
  readonly limits: SearchLimits;
  /** Runs first. If it cannot run every schedule, random walks use the rest of the limit. */
  readonly systematic: SystematicPolicy;
  readonly patience: StallLimit;
  /** When it is over, no further schedule begins. Null or left out: the schedules are the only limit. */
  readonly timeLimit?: TimeLimit | null;
  /**
   * Finds out what the judge has to know before it can judge a run. It may use the lane.
   * @returns null when nothing is missing; otherwise whether earlier runs may be judged differently now
   */
  readonly prepare?: (lane: Lane<End, Drawn>, run: ScheduleRun<End>) => Promise<boolean> | null;
  /** Whether to give up, because more schedules would show nothing. @param schedules how many were counted */
  readonly isEnough?: (schedules: number) => boolean;
  /** Receives each schedule that counts. @param isNew whether it is counted for the first time */
  readonly counted: (run: ScheduleRun<End>, broke: boolean, isNew: boolean) => void;
}

/** How many times to run a schedule that does not repeat. */
const TRIES = 5;
/** How many times to repeat a schedule that may have broken by chance. */
const REPEATS = 3;
/**
 * With more runs that strayed than this, the walk gives up. Each of them is run again, which takes long when
 * they wait for deadlocks.
 */
const STRAYS_ALLOWED = 100;
const STRAYS_PER_SCHEDULE = 0.05;

/** Walks through the tree of schedules of one subject. */
export class Walk<End, Drawn> {
  readonly tally: Tally<End>;
  readonly #options: WalkOptions<End, Drawn>;
  readonly #knownToWait = new Set<string>();
  #unsteady = 0;
  #isGivenUp = false;
  #isOutdated = false;
  /** Whether the time limit left out a path. */
  #isCut = false;
  /** The number of schedules that were run and not counted, because they had too many switches. */
  #tooManySwitches = 0;

  constructor(options: WalkOptions<End, Drawn>) {
    this.#options = options;
    this.tally = new Tally(options.judge);
  }

  /** How many runs did not repeat their schedule. */
  get unsteady(): number {
    return this.#unsteady;
  }

  /** Whether the judge has learned in between what may change its verdicts on runs that were counted before. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /**
   * Runs the systematic policy. If there are more schedules than may be run, half of the allowed runs are
   * random walks.
   * @throws as `runSchedule`
   */
  async run(): Promise<Coverage> {
    const { maxSwitches, maxSchedules, workers, seed } = this.#options.limits;
    if (!(await this.#follow(this.#options.systematic))) return { kind: 'stopped' };
    const { frontier } = this.#options.systematic;
    if (frontier.pending === 0 && !frontier.hasForgotten) {
      if (this.#unsteady > 0) return { kind: 'unsteady' };
      return frontier.pruned && maxSwitches !== null
        ? { kind: 'switches', maxSwitches }
        : { kind: 'complete' };
    }
    const systematic = this.tally.schedules;
    const level = frontier.level - 1;
    const completeToSwitches = level < workers - 1 || !Number.isFinite(level) ? null : level;
    const withMoreSwitches = this.tally.withMoreSwitches(completeToSwitches ?? -1);
    const wanted = maxSwitches === null && !this.#isCut ? maxSchedules - systematic : 0;
    const sampled = new RandomWalks({ seed, wanted, counted: () => this.tally.schedules });
    await this.#follow(sampled);
    const covered = {
      completeToSwitches,
      sampled: this.tally.schedules - systematic,
      maxSwitches,
    };
    const { timeLimit } = this.#options;
    if (this.#isCut && timeLimit) {
      return { kind: 'time', timeLimitMs: timeLimit.ms, ...covered, withMoreSwitches };
    }
    const { estimated } = sampled;
    return {
      kind: 'schedules',
      estimated: estimated === null ? null : Math.max(estimated, this.tally.schedules),
      ...covered,
    };
  }

  /**
   * Runs the shortest broken schedule again, and draws it.
   * @returns null when no schedule broke, or it never repeated
   */
  async drawShortest(): Promise<Drawn | null> {
    const schedule = this.tally.shortestBroken;
    if (schedule === null) return null;
    const lane = await this.#options.lanes.first();
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const { choose, strayedAt } = followPrefix(schedule);
      const { listener, draw } = lane.record();
      const run = await this.#runOn(lane, choose, listener);
      const drawn = draw(run);
      if (strayedAt() === null && this.tally.breaks(run)) return drawn;
    }
    return null;
  }

  /** Whether the shortest broken schedule breaks each time that it is repeated. */
  async breaksAgain(): Promise<boolean> {
    const schedule = this.tally.shortestBroken;
    if (schedule === null) return false;
    const lane = await this.#options.lanes.first();
    for (let attempt = 1; attempt <= REPEATS; attempt += 1) {
      const { choose, strayedAt } = followPrefix(schedule);
      const run = await this.#runOn(lane, choose);
      if (strayedAt() === null && !this.tally.breaks(run)) return false;
    }
    return true;
  }

  /** Runs the paths of a policy. @returns whether the policy ended; false: the walk gave up */
  async #follow(policy: Policy): Promise<boolean> {
    for (;;) {
      const paths = policy.next(this.#room());
      if (paths.length === 0) return true;
      await this.#options.lanes.doAll(paths, (lane, path) => this.#runPath(lane, path));
      if (this.#isGivenUp) return false;
      if (this.#isCut) return true;
    }
  }

  /** How many more schedules the systematic search may run. */
  #room(): number {
    const { maxSchedules, maxSwitches } = this.#options.limits;
    const schedules = this.tally.schedules + this.#tooManySwitches;
    const fits = schedules + this.#options.systematic.frontier.pending <= maxSchedules;
    // With a limit on switches, no runs are reserved for random walks, which would rarely stay within it.
    const most = fits || maxSwitches !== null ? maxSchedules : Math.floor(maxSchedules / 2);
    return Math.max(0, most - schedules);
  }

  async #runPath(lane: Lane<End, Drawn>, path: Path): Promise<void> {
    if (this.#options.timeLimit?.isOver() === true) {
      this.#isCut = true;
      path.leaveOut();
      return;
    }
    for (let attempt = 1; attempt <= TRIES && !this.#isOver(); attempt += 1) {
      const run = await this.#runOn(lane, path.start());
      const strayedAt = path.strayedAt(run.choices);
      if (strayedAt !== null) this.#stray(run);
      if (strayedAt !== null && attempt < TRIES) continue;
      path.learn(run.choices, strayedAt);
      this.#count(run);
      return;
    }
  }

  #isOver(): boolean {
    if (this.#options.isEnough?.(this.tally.schedules) === true) this.#isGivenUp = true;
    return this.#isGivenUp;
  }

  /**
   * Records a run that strayed. If the run broke, it still counts, because it is a valid schedule. After too many
   * such runs the walk gives up.
   */
  #stray(run: ScheduleRun<End>): void {
    this.#unsteady += 1;
    if (this.tally.breaks(run)) this.#count(run);
    const allowed = STRAYS_ALLOWED + this.tally.schedules * STRAYS_PER_SCHEDULE;
    if (this.#unsteady > allowed) this.#isGivenUp = true;
  }

  async #runOn(
    lane: Lane<End, Drawn>,
    choose: Choose,
    listener = silent,
  ): Promise<ScheduleRun<End>> {
    const { patience, prepare } = this.#options;
    const knownToWait = this.#knownToWait;
    const run = await runSchedule({ lane, choose, listener, patience, knownToWait });
    const preparing = prepare?.(lane, run) ?? null;
    if (preparing !== null && (await preparing)) this.#isOutdated = true;
    return run;
  }

  /** Counts a schedule, unless it has more than `maxSwitches`. */
  #count(run: ScheduleRun<End>): void {
    const { maxSwitches } = this.#options.limits;
    if (maxSwitches !== null && switchesIn(scheduleOf(run.choices)) > maxSwitches) {
      this.#tooManySwitches += 1;
      this.#options.systematic.frontier.prune();
      return;
    }
    const before = this.tally.schedules;
    const broke = this.tally.add(run);
    this.#options.counted(run, broke, this.tally.schedules > before);
  }
}
