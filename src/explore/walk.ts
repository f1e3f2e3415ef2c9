import type { LabDatabase } from '../database/lab-database.js';
import type { Coverage, DrawnSchedule, ExplorePlan, Strategy } from '../model.js';
import { numbersOf } from '../text/schedule.js';
import { failureAlone, type FailureAlone } from '../subject/account/failure-alone.js';
import { BlockWatch } from '../gate/block-watch.js';
import { following, type Path } from './policy/fixed.js';
import { drawSchedule } from '../subject/account/drawing.js';
import { fingerprintOf, Frontier, type Prefix } from './policy/frontier.js';
import type { StallLimit } from './conductor.js';
import type { Lane } from '../subject/account/lane.js';
import type { Lanes } from './lanes.js';
import type { ExploreProgress } from './progress.js';
import { runSchedule, scheduleOf, switchesIn, type ScheduleRun } from './run-schedule.js';
import { sample } from './policy/sampled.js';
import { Tally } from './tally.js';
import { unrecorded } from './trace.js';

/** What is explored, where, and who hears of it. */
export interface ExploreOptions {
  readonly plan: ExplorePlan;
  readonly strategy: Strategy;
  readonly database: LabDatabase;
  readonly lanes: Lanes;
  readonly progress: ExploreProgress;
  readonly patience: StallLimit;
}

/** How often a schedule that goes another way than before is tried. */
const TRIES = 5;
/**
 * With more schedules that went another way than these, the walk is given up: each is tried again, and
 * where they wait for deadlocks that takes long.
 */
const STRAYS_ALLOWED = 100;
const STRAYS_PER_SCHEDULE = 0.05;

/** One strategy's way through the tree of its schedules. */
export class Walk {
  readonly tally: Tally;
  readonly #options: ExploreOptions;
  readonly #frontier: Frontier;
  readonly #watch: BlockWatch;
  readonly #knownToWait = new Set<string>();
  /** How an operation failed although no other worker was in the way; null when none did. */
  failureAlone: FailureAlone | null = null;
  #unsteady = 0;
  #isGivenUp = false;
  /** Schedules that were run and do not count. */
  #tooManySwitches = 0;

  constructor(options: ExploreOptions) {
    this.#options = options;
    this.#frontier = new Frontier(options.plan);
    this.#watch = new BlockWatch(options.database.control);
    this.tally = new Tally(options.plan, options.strategy.name);
  }

  /** How often a schedule went another way than before. */
  get unsteady(): number {
    return this.#unsteady;
  }

  /**
   * Goes by growing number of switches; when that is more than may be run, half of it at random.
   * @throws as `runSchedule`
   */
  async run(): Promise<Coverage> {
    const { plan, lanes } = this.#options;
    for (;;) {
      const wave = this.#frontier.take(this.#room());
      if (wave.length === 0) break;
      await lanes.doAll(wave, (lane, prefix) => this.#follow(lane, prefix));
      if (this.#isGivenUp) return { kind: 'stopped' };
    }
    if (this.#frontier.pending === 0 && !this.#frontier.hasForgotten) {
      const { maxSwitches } = plan;
      if (this.#unsteady > 0) return { kind: 'unsteady' };
      return this.#frontier.pruned && maxSwitches !== null
        ? { kind: 'switches', maxSwitches }
        : { kind: 'complete' };
    }
    const systematic = this.tally.schedules;
    const wanted = plan.maxSwitches === null ? plan.maxSchedules - systematic : 0;
    const estimated = await this.#sample(wanted);
    const level = this.#frontier.level - 1;
    return {
      kind: 'schedules',
      estimated: estimated === null ? null : Math.max(estimated, this.tally.schedules),
      completeToSwitches: level < plan.workers - 1 || !Number.isFinite(level) ? null : level,
      sampled: this.tally.schedules - systematic,
      maxSwitches: plan.maxSwitches,
    };
  }

  /** The shortest broken schedule, once more, written down; null when there is none to show. */
  async drawShortest(coverage: Coverage): Promise<DrawnSchedule | null> {
    const schedule = this.tally.shortestBroken;
    if (schedule === null) return null;
    const { plan, lanes, patience } = this.#options;
    const lane = await lanes.first();
    const context = {
      experiment: plan,
      strategy: lane.strategy,
      lane,
      watch: this.#watch,
      patience,
      knownToWait: this.#knownToWait,
    };
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const path = following(schedule);
      const drawn = await drawSchedule({ ...context, choose: path.choose });
      if (path.strayedAt() !== null || drawn.verdict !== 'broken') continue;
      if (coverage.kind !== 'complete') return drawn;
      return { ...drawn, markedStep: this.tally.turningPoint(schedule) };
    }
    return null;
  }

  /** How many schedules may still be run one after another. */
  #room(): number {
    const { maxSchedules, maxSwitches } = this.#options.plan;
    const schedules = this.tally.schedules + this.#tooManySwitches;
    const fits = schedules + this.#frontier.pending <= maxSchedules;
    // Where only few switches are wanted, random walks would hardly find any.
    const most = fits || maxSwitches !== null ? maxSchedules : Math.floor(maxSchedules / 2);
    return Math.max(0, most - schedules);
  }

  async #follow(lane: Lane, { letters, fingerprint }: Prefix): Promise<void> {
    const schedule = numbersOf(letters);
    for (let attempt = 1; attempt <= TRIES && !this.#isGivenUp; attempt += 1) {
      const path = following(schedule);
      const run = await this.#runOn(lane, path.choose);
      const asBefore = fingerprintOf(run.choices, letters.length) === fingerprint;
      const strayedAt = path.strayedAt() ?? (asBefore ? null : letters.length);
      if (strayedAt === null) {
        this.#frontier.grow(letters.length, run.choices);
        this.#count(run, lane);
        return;
      }
      this.#stray(run, lane);
      if (attempt === TRIES) {
        // The way that led to this prefix was the odd one: what it hid is found from here.
        this.#frontier.grow(strayedAt - 1, run.choices);
        this.#count(run, lane);
      }
    }
  }

  /**
   * Notes a schedule that could not be followed. It happened all the same: if it broke, it counts.
   * When that is the rule rather than the exception, the walk is given up.
   */
  #stray(run: ScheduleRun, lane: Lane): void {
    this.#unsteady += 1;
    if (this.tally.breaks(run, lane)) this.#count(run, lane);
    const allowed = STRAYS_ALLOWED + this.tally.schedules * STRAYS_PER_SCHEDULE;
    if (this.#unsteady > allowed) this.#isGivenUp = true;
  }

  /** @returns about how many schedules there are; null without a walk */
  #sample(wanted: number): Promise<number | null> {
    const { plan, lanes } = this.#options;
    return sample(wanted, { seed: plan.seed, lanes, tally: this.tally }, async (lane, choose) => {
      const run = await this.#runOn(lane, choose);
      this.#count(run, lane);
      return run;
    });
  }

  #runOn(lane: Lane, choose: Path['choose']): Promise<ScheduleRun> {
    const { plan, patience } = this.#options;
    return runSchedule({
      experiment: plan,
      strategy: lane.strategy,
      lane,
      watch: this.#watch,
      patience,
      knownToWait: this.#knownToWait,
      choose,
      recorder: unrecorded,
    });
  }

  #isAllowed(run: ScheduleRun): boolean {
    const { maxSwitches } = this.#options.plan;
    return maxSwitches === null || switchesIn(scheduleOf(run)) <= maxSwitches;
  }

  /** Counts a schedule, unless it has more switches than are asked for. */
  #count(run: ScheduleRun, lane: Lane): void {
    if (!this.#isAllowed(run)) {
      this.#tooManySwitches += 1;
      this.#frontier.prune();
      return;
    }
    this.failureAlone ??= failureAlone(run, lane, this.#options.strategy);
    const before = this.tally.schedules;
    const broke = this.tally.add(run, lane);
    if (this.tally.schedules > before) this.#options.progress.scheduleEnded(broke);
  }
}
